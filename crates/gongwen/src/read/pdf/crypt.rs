//! Files that anyone may open though they are encrypted: an owner's password guards printing or
//! changing, the user's password is empty (ISO 32000-1 §7.6, ISO 32000-2 §7.6.4).

use super::object::{Dict, Object};
use crate::read::error::ReadError;
use aes::{
    Aes128, Aes256,
    cipher::{BlockCipherDecrypt as _, BlockCipherEncrypt as _, KeyInit as _},
};
use md5::Md5;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// What an empty password is filled up with (§7.6.3.3).
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// The key of a file that opens with an empty password.
pub(super) struct Crypt {
    key: Vec<u8>,
    streams: Method,
}

impl Crypt {
    /// Makes the key. `dict` is the encryption dictionary with its values resolved, `id` the first
    /// identifier of the file.
    pub(super) fn open(dict: &Dict, id: &[u8]) -> Result<Self, ReadError> {
        let number = |key: &[u8]| dict.get(key).and_then(Object::number);
        let bytes = |key: &[u8]| dict.get(key).and_then(Object::bytes).unwrap_or_default();
        if dict.get(b"Filter".as_slice()).and_then(Object::name) != Some(b"Standard") {
            return Err(ReadError::Encrypted);
        }
        let version = number(b"V").unwrap_or(0.0) as u8;
        let revision = number(b"R").unwrap_or(0.0) as u8;
        let streams = match version {
            1 | 2 => Method::Rc4,
            4 | 5 => stream_method(dict),
            _ => return Err(ReadError::Encrypted),
        };
        let key = if version == 5 {
            key_of_256_bits(revision, bytes(b"U"), bytes(b"UE"))
        } else {
            let n_bytes = match version {
                1 => 5,
                4 => 16,
                _ => (number(b"Length").unwrap_or(40.0) as usize / 8).clamp(5, 16),
            };
            let unencrypted_metadata =
                dict.get(b"EncryptMetadata".as_slice()) == Some(&Object::Bool(false));
            let permissions = number(b"P").unwrap_or(0.0) as i64 as u32;
            let mut hash = Md5::new();
            hash.update(PADDING);
            hash.update(bytes(b"O").get(..32).unwrap_or_default());
            hash.update(permissions.to_le_bytes());
            hash.update(id);
            if revision >= 4 && unencrypted_metadata {
                hash.update([0xFF; 4]);
            }
            let mut key = hash.finalize().to_vec();
            if revision >= 3 {
                for _ in 0..50 {
                    key = Md5::digest(key.get(..n_bytes).unwrap_or_default()).to_vec();
                }
            }
            key.truncate(n_bytes);
            is_right(&key, revision, bytes(b"U"), id).then_some(key)
        };
        let key = key.ok_or(ReadError::Encrypted)?;
        Ok(Self { key, streams })
    }

    /// The bytes of a stream in clear.
    pub(super) fn decrypt(&self, bytes: &[u8], (number, generation): (u32, u16)) -> Vec<u8> {
        let own_key = || {
            let mut hash = Md5::new();
            hash.update(&self.key);
            hash.update(number.to_le_bytes().get(..3).unwrap_or_default());
            hash.update(generation.to_le_bytes());
            if self.streams == Method::Aes128 {
                hash.update(b"sAlT");
            }
            let mut key = hash.finalize().to_vec();
            key.truncate((self.key.len() + 5).min(16));
            key
        };
        match self.streams {
            Method::None => bytes.to_vec(),
            Method::Rc4 => rc4(&own_key(), bytes),
            Method::Aes128 => unchain(bytes, |block| decrypted(&own_key(), block)),
            Method::Aes256 => unchain(bytes, |block| decrypted(&self.key, block)),
        }
    }
}

/// How streams are encrypted in a file that names its methods.
fn stream_method(dict: &Dict) -> Method {
    let named = dict.get(b"StmF".as_slice()).and_then(Object::name);
    let filter = dict
        .get(b"CF".as_slice())
        .and_then(Object::dict)
        .and_then(|filters| filters.get(named?))
        .and_then(Object::dict)
        .and_then(|filter| filter.get(b"CFM".as_slice()))
        .and_then(Object::name);
    match filter {
        Some(b"V2") => Method::Rc4,
        Some(b"AESV2") => Method::Aes128,
        Some(b"AESV3") => Method::Aes256,
        _ => Method::None,
    }
}

/// Whether the key of the empty password is the one the file was encrypted with (algorithms 4, 5).
fn is_right(key: &[u8], revision: u8, stored: &[u8], id: &[u8]) -> bool {
    if revision < 3 {
        return rc4(key, &PADDING) == stored;
    }
    let mut hash = Md5::new();
    hash.update(PADDING);
    hash.update(id);
    let mut check = hash.finalize().to_vec();
    for round in 0..20_u8 {
        let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
        check = rc4(&key, &check);
    }
    stored.get(..16) == Some(check.as_slice())
}

/// The key of revision 5 or 6 (algorithm 2.A), when the empty password opens the file.
fn key_of_256_bits(revision: u8, stored: &[u8], packed_key: &[u8]) -> Option<Vec<u8>> {
    let hash = |salt: &[u8]| match revision {
        5 => Sha256::digest(salt).to_vec(),
        _ => hardened(salt),
    };
    if hash(stored.get(32..40)?) != stored.get(..32)? {
        return None;
    }
    let unlocking = hash(stored.get(40..48)?);
    let mut chained = vec![0; 16];
    chained.extend(packed_key.get(..32)?);
    Some(unchained(&chained, |block| decrypted(&unlocking, block)))
}

/// The hash of revision 6, of an empty password and its salt (algorithm 2.B).
fn hardened(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    let mut round = 0_u32;
    loop {
        let mut block: Vec<u8> = key.repeat(64);
        let (Some(secret), Some(start)) = (key.get(..16), key.get(16..32)) else {
            return key;
        };
        encrypt_chained(secret, start, &mut block);
        let rest = block
            .iter()
            .take(16)
            .map(|byte| u32::from(*byte))
            .sum::<u32>()
            % 3;
        key = match rest {
            0 => Sha256::digest(&block).to_vec(),
            1 => Sha384::digest(&block).to_vec(),
            _ => Sha512::digest(&block).to_vec(),
        };
        round += 1;
        let last = block.last().copied().unwrap_or(0);
        if round >= 64 && u32::from(last) + 32 <= round {
            key.truncate(32);
            return key;
        }
    }
}

fn encrypt_chained(key: &[u8], start: &[u8], bytes: &mut [u8]) {
    let Ok(cipher) = Aes128::new_from_slice(key) else {
        return;
    };
    let mut before = start.to_vec();
    for block in bytes.chunks_exact_mut(16) {
        for (byte, before) in block.iter_mut().zip(&before) {
            *byte ^= before;
        }
        if let Ok(block) = <&mut aes::Block>::try_from(&mut *block) {
            cipher.encrypt_block(block);
        }
        before = block.to_vec();
    }
}

/// One block of AES in clear, by the length of the key.
fn decrypted(key: &[u8], block: &[u8]) -> Vec<u8> {
    let Ok(mut block) = aes::Block::try_from(block) else {
        return Vec::new();
    };
    if let Ok(cipher) = Aes128::new_from_slice(key) {
        cipher.decrypt_block(&mut block);
    } else if let Ok(cipher) = Aes256::new_from_slice(key) {
        cipher.decrypt_block(&mut block);
    }
    block.to_vec()
}

/// Blocks chained to each other, the first 16 bytes being the start of the chain.
fn unchained(bytes: &[u8], decrypted: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let blocks: Vec<&[u8]> = bytes.chunks_exact(16).collect();
    let pairs = blocks.iter().zip(blocks.iter().skip(1));
    pairs
        .flat_map(|(before, block)| {
            let block = decrypted(block);
            block
                .into_iter()
                .zip(*before)
                .map(|(byte, before)| byte ^ before)
                .collect::<Vec<u8>>()
        })
        .collect()
}

/// The same without what fills up the last block.
fn unchain(bytes: &[u8], decrypted: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut clear = unchained(bytes, decrypted);
    let fill = clear.last().map_or(0, |byte| usize::from(*byte));
    if (1..=16).contains(&fill) {
        clear.truncate(clear.len().saturating_sub(fill));
    }
    clear
}

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|index| index as u8);
    let at = |state: &[u8; 256], index: u8| state.get(usize::from(index)).copied().unwrap_or(0);
    let mut j = 0_u8;
    for (i, secret) in (0..=255_u8).zip(key.iter().cycle()) {
        j = j.wrapping_add(at(&state, i)).wrapping_add(*secret);
        state.swap(usize::from(i), usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    bytes
        .iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(at(&state, i));
            state.swap(usize::from(i), usize::from(j));
            byte ^ at(&state, at(&state, i).wrapping_add(at(&state, j)))
        })
        .collect()
}
