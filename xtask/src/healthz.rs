//! Asking the server whether it serves: `GET /healthz`.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(1);

/// Whether the server at this address answers 200.
pub fn answers(address: SocketAddr) -> bool {
    ask(address).is_some_and(|answer| answer.starts_with(b"HTTP/1.1 200"))
}

fn ask(address: SocketAddr) -> Option<[u8; 12]> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).ok()?;
    Some(answer)
}
