//! What is counted: an address, a number, all of a tenant. Under pseudonyms: who reads the storage cannot even try all
//! numbers and addresses.

use std::net::{IpAddr, Ipv6Addr};

use crate::{IndexKey, Keyring, PhoneNumber};

const KIND: &str = "texts";

pub(super) fn of_number(tenant: &str, keyring: &Keyring, span: &str, number: &PhoneNumber) -> IndexKey {
    IndexKey::of(KIND, [tenant, span, &keyring.pseudonym(number.digits())])
}

pub(super) fn of_address(tenant: &str, keyring: &Keyring, span: &str, address: IpAddr) -> IndexKey {
    IndexKey::of(KIND, [tenant, span, &keyring.pseudonym(&subscriber(address).to_string())])
}

pub(super) fn overall(tenant: &str) -> IndexKey {
    IndexKey::of(KIND, [tenant, "overall"])
}

/// What one subscriber has at the least: an IPv4 address, or the first 64 bits of IPv6; the other 64 a device chooses anew
/// whenever it likes (RFC 8981).
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        v4 => v4,
    }
}
