use super::{Alphabet, Expected, Fault, base64, from_base64, verify};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

const NOW_S: i64 = 1_772_672_400;

const EXPECTED: Expected<'static> = Expected {
    issuer: "https://sso.example",
    client_id: "luoshi",
    nonce: "this-time",
    now_s: NOW_S,
};

struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        let random = SystemRandom::new();
        let sort = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(sort, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(sort, pkcs8.as_ref(), &random).unwrap())
    }

    fn key(&self) -> Value {
        let point = self.0.public_key().as_ref();
        let letters = |bytes: &[u8]| base64(bytes, Alphabet::Url);
        json!({
            "kty": "EC", "crv": "P-256", "kid": "one", "use": "sig",
            "x": letters(&point[1..33]), "y": letters(&point[33..]),
        })
    }

    fn token(&self, header: &Value, claims: &Value) -> String {
        let signed = unsigned(header, claims);
        let signature = self
            .0
            .sign(&SystemRandom::new(), signed.as_bytes())
            .unwrap();
        format!("{signed}.{}", base64(signature.as_ref(), Alphabet::Url))
    }
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| base64(value.to_string().as_bytes(), Alphabet::Url);
    format!("{}.{}", part(header), part(claims))
}

fn header() -> Value {
    json!({ "alg": "ES256", "kid": "one" })
}

fn claims() -> Value {
    json!({
        "iss": "https://sso.example", "aud": "luoshi", "sub": "7", "nonce": "this-time",
        "iat": NOW_S - 5, "exp": NOW_S + 300, "preferred_username": " wangmin ",
    })
}

fn with(mut value: Value, name: &str, other: Value) -> Value {
    value[name] = other;
    value
}

#[test]
fn a_token_for_us_now_and_this_time_is_believed() {
    let signer = Signer::new();
    let keys = json!({ "keys": [signer.key()] });
    let believed = verify(&signer.token(&header(), &claims()), &keys, &EXPECTED).unwrap();
    assert_eq!(believed.text("preferred_username"), Some("wangmin"));
    assert_eq!(believed.text("email"), None);
    assert!(!believed.says_second_factor());
    for good in [
        with(claims(), "aud", json!(["luoshi"])),
        with(
            with(claims(), "aud", json!(["luoshi", "b"])),
            "azp",
            json!("luoshi"),
        ),
        // Clocks may be a minute apart.
        with(claims(), "exp", json!(NOW_S - 59)),
        with(claims(), "iat", json!(NOW_S + 59)),
        with(claims(), "amr", json!(["pwd", "otp"])),
    ] {
        let token = signer.token(&header(), &good);
        assert!(verify(&token, &keys, &EXPECTED).is_ok(), "{good}");
    }
}

#[test]
fn a_token_of_another_time_place_or_person_is_not_believed() {
    let signer = Signer::new();
    let keys = json!({ "keys": [signer.key()] });
    for (name, other, fault) in [
        ("nonce", json!("another"), Fault::Nonce),
        ("nonce", Value::Null, Fault::Nonce),
        ("aud", json!("others"), Fault::Audience),
        ("aud", json!(["luoshi", "others"]), Fault::Audience),
        ("aud", Value::Null, Fault::Audience),
        ("azp", json!("others"), Fault::Audience),
        ("iss", json!("https://sso.example/"), Fault::Issuer),
        ("exp", json!(NOW_S - 60), Fault::Expired),
        ("exp", Value::Null, Fault::Expired),
        ("exp", json!("never"), Fault::Expired),
        ("iat", json!(NOW_S + 61), Fault::NotYet),
        ("nbf", json!(NOW_S + 3_600), Fault::NotYet),
        ("sub", json!(""), Fault::Subject),
    ] {
        let token = signer.token(&header(), &with(claims(), name, other.clone()));
        let found = verify(&token, &keys, &EXPECTED).unwrap_err();
        assert_eq!(found, fault, "{name} {other}");
    }
}

#[test]
fn a_token_that_is_not_signed_by_the_providers_key_is_not_believed() {
    let (signer, stranger) = (Signer::new(), Signer::new());
    let keys = json!({ "keys": [signer.key()] });
    let believed = |token: &str| verify(token, &keys, &EXPECTED).unwrap_err();
    assert_eq!(
        believed(&stranger.token(&header(), &claims())),
        Fault::Signature
    );
    let none = unsigned(&json!({ "alg": "none" }), &claims());
    assert_eq!(believed(&format!("{none}.")), Fault::Algorithm);
    for algorithm in ["HS256", "none", "None", "ES384", ""] {
        let header = with(header(), "alg", json!(algorithm));
        let token = signer.token(&header, &claims());
        assert_eq!(believed(&token), Fault::Algorithm, "{algorithm}");
    }
    let unknown = with(header(), "kid", json!("two"));
    assert_eq!(believed(&signer.token(&unknown, &claims())), Fault::Key);
    // A key of one sort does not vouch for another.
    let other_sort = with(header(), "alg", json!("RS256"));
    assert_eq!(believed(&signer.token(&other_sort, &claims())), Fault::Key);
    let critical = with(header(), "crit", json!(["b64"]));
    assert_eq!(
        believed(&signer.token(&critical, &claims())),
        Fault::Algorithm
    );
    let token = signer.token(&header(), &claims());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (head, _) = signed.split_once('.').unwrap();
    let forged = unsigned(
        &json!({}),
        &with(claims(), "preferred_username", json!("admin")),
    );
    let (_, body) = forged.split_once('.').unwrap();
    assert_eq!(
        believed(&format!("{head}.{body}.{signature}")),
        Fault::Signature
    );
    for broken in ["", ".", "..", "a.b", "a.b.c", &token[..token.len() - 1]] {
        assert!(verify(broken, &keys, &EXPECTED).is_err(), "{broken}");
    }
    let for_encryption = json!({ "keys": [with(signer.key(), "use", json!("enc"))] });
    assert_eq!(verify(&token, &for_encryption, &EXPECTED), Err(Fault::Key));
    assert_eq!(verify(&token, &json!({}), &EXPECTED), Err(Fault::Key));
}

#[test]
fn an_rsa_signature_of_the_standard_is_recognised_and_a_changed_one_is_not() {
    // RFC 7515, appendix A.2: signed by somebody else for somebody else, so only the signature fits.
    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    let keys = json!({ "keys": [{
        "kty": "RSA",
        "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
        "e": "AQAB",
    }] });
    assert_eq!(verify(TOKEN, &keys, &EXPECTED), Err(Fault::Issuer));
    let changed = TOKEN.replace(".cC4h", ".cC4i");
    assert_eq!(verify(&changed, &keys, &EXPECTED), Err(Fault::Signature));
}

#[test]
fn what_the_provider_says_besides_must_be_of_the_same_person() {
    let signer = Signer::new();
    let keys = json!({ "keys": [signer.key()] });
    let mut believed = verify(&signer.token(&header(), &claims()), &keys, &EXPECTED).unwrap();
    let other = json!({ "sub": "8", "employee_number": "1" });
    assert_eq!(believed.add(&other), Err(Fault::Subject));
    let same = json!({
        "sub": "7", "employee_number": "1", "preferred_username": "admin", "amr": ["mfa"],
    });
    believed.add(&same).unwrap();
    assert_eq!(believed.text("employee_number"), Some("1"));
    assert_eq!(believed.text("preferred_username"), Some("wangmin"));
    assert!(!believed.says_second_factor());
}

#[test]
fn bytes_are_written_in_letters_and_read_again() {
    for (bytes, standard, url) in [
        (&b""[..], "", ""),
        (b"f", "Zg==", "Zg"),
        (b"fo", "Zm8=", "Zm8"),
        (b"foo", "Zm9v", "Zm9v"),
        (&[0xfb, 0xff], "+/8=", "-_8"),
    ] {
        assert_eq!(base64(bytes, Alphabet::Standard), standard);
        assert_eq!(base64(bytes, Alphabet::Url), url);
        assert_eq!(from_base64(url).unwrap(), bytes);
    }
    for wrong in ["Z", "Zg==", "Zh", "+/8", "Z g"] {
        assert_eq!(from_base64(wrong), None, "{wrong}");
    }
}
