//! A person at a terminal: reads the question, takes their time, answers.

use std::{
    fs::{File, OpenOptions},
    io::{Read, Write},
    process::{Command, Stdio},
};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use tokio::task::spawn_blocking;

/// What was on the screen, and how the program ended.
pub struct Screen {
    pub code: i32,
    pub text: String,
}

/// Starts the program at a terminal; when it asks, `meanwhile` happens, and the answer is typed. Each question gets one answer.
pub async fn answer<F: Future<Output = ()>>(mut command: Command, meanwhile: F, answers: &[&str]) -> Screen {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap().into_string().unwrap();
    let open = || Stdio::from(OpenOptions::new().read(true).write(true).open(&name).unwrap());
    let mut child = command.stdin(open()).stdout(open()).stderr(open()).spawn().unwrap();
    // It holds the terminal's other end: with it open the end of the program would not be seen.
    drop(command);
    let mut keyboard = File::from(controller);
    let mut screen = keyboard.try_clone().unwrap();
    let mut text = String::new();
    let mut meanwhile = Some(meanwhile);
    for answer in answers {
        (screen, text) = spawn_blocking(move || read_to_question(screen, text)).await.unwrap();
        if let Some(meanwhile) = meanwhile.take() {
            meanwhile.await;
        }
        writeln!(keyboard, "{answer}").unwrap();
    }
    let text = spawn_blocking(move || {
        let mut rest = Vec::new();
        // When the program has ended there is an error instead of an end.
        let _ = screen.read_to_end(&mut rest);
        text + &String::from_utf8_lossy(&rest)
    });
    let text = text.await.unwrap();
    let code = spawn_blocking(move || child.wait()).await.unwrap().unwrap().code().unwrap();
    Screen { code, text }
}

fn read_to_question(mut screen: File, mut text: String) -> (File, String) {
    let asked = text.matches("[y/N] ").count();
    let mut some = [0; 4096];
    while text.matches("[y/N] ").count() == asked {
        let length = screen.read(&mut some).unwrap();
        text += &String::from_utf8_lossy(&some[..length]);
    }
    (screen, text)
}
