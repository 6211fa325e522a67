//! Why there was no answer, as far as the layers below say it: a name, a port, a certificate and a firewall are put right in four
//! different ways.

use std::{borrow::Cow, error::Error, io};

use rustls::CertificateError;

use crate::{http::HttpError, provision::printable::printable};

/// What stood in the way.
#[derive(Debug, PartialEq, Eq)]
enum Obstacle {
    /// The name has no address.
    Name,
    /// Nobody listens there.
    Refused,
    /// The certificate's authority is not among those of this machine.
    UnknownIssuer,
    /// What answers does not speak TLS.
    NotTls,
    /// The certificate is not to be trusted for another reason, or the two speak no common TLS.
    Tls(String),
    /// No answer in time.
    Time,
    /// The connection was made and broke, or something else.
    Other,
}

/// What to say of an endpoint that does not answer.
#[derive(Debug)]
pub(in crate::provision) struct Unreachable {
    /// What happened.
    pub what: Cow<'static, str>,
    /// What to do about it.
    pub next_step: &'static str,
}

/// Says why a request brought no answer.
pub(in crate::provision) fn explain(error: &HttpError) -> Unreachable {
    let (what, next_step) = match error {
        HttpError::Unreachable(error) => return of_obstacle(obstacle(error)),
        HttpError::TooLarge => (
            "the answer is larger than this program reads",
            "check LOGTO_ENDPOINT; if it is right, the tenant has more of something than this program can work with",
        ),
        HttpError::Request(_) => ("the request could not be built", "check LOGTO_ENDPOINT"),
    };
    Unreachable { what: what.into(), next_step }
}

fn of_obstacle(obstacle: Obstacle) -> Unreachable {
    let (what, next_step) = match obstacle {
        Obstacle::Name => (
            "the name cannot be found (DNS)",
            "check the spelling of LOGTO_ENDPOINT, and whether this machine can look names up",
        ),
        Obstacle::Refused => (
            "nobody listens there: the connection was refused",
            "start Logto, or check the port in LOGTO_ENDPOINT; inside of a container localhost is the container itself",
        ),
        Obstacle::UnknownIssuer => (
            "no trusted connection (TLS): the certificate is of an authority that this machine does not know",
            "if the authority is your own, set SSL_CERT_FILE (in the environment itself, not in .env) to the file with its \
             certificate; if not, somebody may be between this machine and Logto",
        ),
        Obstacle::NotTls => (
            "no trusted connection (TLS): what answers there does not speak https",
            "check scheme and port in LOGTO_ENDPOINT: http for a Logto on this machine without certificate",
        ),
        Obstacle::Tls(reason) => {
            return Unreachable {
                // Names of the certificate are in it, which whoever answers has chosen.
                what: format!("no trusted connection (TLS): {}", printable(&reason)).into(),
                next_step: "check the certificate: its names, its dates, and that LOGTO_ENDPOINT is one of its names",
            };
        }
        Obstacle::Time => (
            "no answer in time",
            "check the network and its firewall, and whether Logto itself is slow or waits for its database",
        ),
        Obstacle::Other => (
            "the connection broke before there was an answer",
            "check that LOGTO_ENDPOINT has the right scheme and port: https or http",
        ),
    };
    Unreachable { what: what.into(), next_step }
}

fn obstacle(error: &reqwest::Error) -> Obstacle {
    if error.is_timeout() {
        return Obstacle::Time;
    }
    first_known(error)
}

fn first_known(error: &(dyn Error + 'static)) -> Obstacle {
    let mut causes = std::iter::successors(Some(error), |error| cause(*error));
    causes.find_map(of_cause).unwrap_or(Obstacle::Other)
}

fn of_cause(error: &(dyn Error + 'static)) -> Option<Obstacle> {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(of_tls(error));
    }
    match error.downcast_ref::<io::Error>().map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => return Some(Obstacle::Refused),
        Some(io::ErrorKind::TimedOut) => return Some(Obstacle::Time),
        _ => {}
    }
    // The connector keeps this type to itself.
    (error.to_string() == "dns error").then_some(Obstacle::Name)
}

fn of_tls(error: &rustls::Error) -> Obstacle {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => Obstacle::UnknownIssuer,
        rustls::Error::InvalidMessage(_) => Obstacle::NotTls,
        other => Obstacle::Tls(other.to_string()),
    }
}

/// The cause of an error. That of an `io::Error` made of another is the other's cause, and not the other.
fn cause<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    match inner {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::{io::AsyncWriteExt as _, net::TcpListener};

    use super::*;
    use crate::{Origin, http::HttpClient};

    async fn obstacle_at(url: &str) -> Obstacle {
        let endpoint = Origin::parse("http://localhost").unwrap();
        let request = http::Request::get(url).body(Vec::new()).unwrap();
        let error = HttpClient::new(&endpoint).unwrap().send_within(Duration::from_millis(200), request).await;
        let Err(HttpError::Unreachable(error)) = error else { panic!("{error:?}") };
        obstacle(&error)
    }

    #[tokio::test]
    async fn a_name_without_an_address_is_told_apart() {
        // RFC 6761, 6.4: there never is one. Without a resolver at all the answer is the same.
        let obstacle = obstacle_at("http://nothing.invalid/").await;
        assert!(matches!(obstacle, Obstacle::Name | Obstacle::Time), "{obstacle:?}");
    }

    #[tokio::test]
    async fn silence_is_told_apart() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        assert_eq!(obstacle_at(&format!("http://{}/", listener.local_addr().unwrap())).await, Obstacle::Time);
    }

    #[tokio::test]
    async fn plain_http_behind_https_is_told_apart() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                connection.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
            }
        });
        assert_eq!(obstacle_at(&url).await, Obstacle::NotTls);
    }

    #[test]
    fn an_authority_of_ones_own_is_told_apart_and_other_certificates_are_not() {
        let of = |error: CertificateError| {
            let error = rustls::Error::InvalidCertificate(error);
            first_known(&io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error)))
        };
        assert_eq!(of(CertificateError::UnknownIssuer), Obstacle::UnknownIssuer);
        assert!(of_obstacle(Obstacle::UnknownIssuer).next_step.contains("SSL_CERT_FILE"));
        assert_eq!(of(CertificateError::Expired), Obstacle::Tls("invalid peer certificate: Expired".to_owned()));
        assert!(!of_obstacle(of(CertificateError::Expired)).next_step.contains("SSL_CERT_FILE"));
        let spoofed = of_obstacle(Obstacle::Tls("\u{1b}[2J".to_owned()));
        assert_eq!(spoofed.what, "no trusted connection (TLS): ·[2J");
    }
}
