//! What is counted: an address, a number, all of an application. As hashes, so that the storage has neither numbers nor
//! addresses to read. Who has the storage could still try them all, so a count does not outlive its window for long.

use std::net::{IpAddr, Ipv6Addr};

use crate::{IndexKey, PhoneNumber};

const KIND: &str = "texts";

pub(super) fn of_number(app: &str, span: &str, number: &PhoneNumber) -> IndexKey {
    IndexKey::of(KIND, [app, span, number.digits()])
}

pub(super) fn of_address(app: &str, address: IpAddr) -> IndexKey {
    IndexKey::of(KIND, [app, "address", &subscriber(address).to_string()])
}

pub(super) fn overall(app: &str) -> IndexKey {
    IndexKey::of(KIND, [app, "overall"])
}

/// What one subscriber has at the least: an IPv4 address, or the first 64 bits of IPv6; the other 64 a device chooses anew
/// whenever it likes (RFC 8981).
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}
