use super::{Config, MailSecurity, Secret, parsed};

const S3: &str = r#"
[s3]
endpoint = "http://10.1.2.3:9000"
bucket = "luoshi"
access_key = "AKEY"
secret_key = "hidden-word"
"#;

fn environment(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn complaint(file: &str, pairs: &[(&str, &str)]) -> String {
    Config::read(Some(file), environment(pairs))
        .unwrap_err()
        .to_string()
}

#[test]
fn nothing_said_is_a_valid_configuration() {
    let others = environment(&[("PATH", "/bin"), ("LUOSHI_LOG", "debug")]);
    assert_eq!(Config::read(None, others).unwrap(), Config::default());
}

#[test]
fn the_environment_stands_over_the_file() {
    let over = environment(&[("LUOSHI_S3_BUCKET", "other"), ("LUOSHI_S3_PREFIX", "a/")]);
    let s3 = Config::read(Some(S3), over).unwrap().s3.unwrap();
    assert_eq!((s3.bucket.as_str(), s3.prefix.as_str()), ("other", "a/"));
    assert_eq!(s3.region, "us-east-1");
    assert_eq!(s3.secret_key.reveal(), "hidden-word");
}

#[test]
fn what_nobody_knows_stops_the_start_and_says_where_it_stands() {
    let wrong_key = S3.replace("bucket", "buckt");
    assert!(complaint(&wrong_key, &[]).contains("[s3] 里有不认识的“buckt”"));
    assert!(complaint("[s4]\na = 1", &[]).contains("“s4”"));
    assert!(complaint("", &[("LUOSHI_PORTT", "1")]).contains("LUOSHI_PORTT"));
    assert!(complaint("", &[("LUOSHI_MALI_HOST", "a")]).contains("“mali”"));
    assert!(complaint("s3 = [", &[]).contains("luoshi.toml 写法不对"));
}

#[test]
fn a_missing_secret_stops_the_start_and_names_the_variable() {
    let without = S3.replace("secret_key = \"hidden-word\"", "");
    assert!(complaint(&without, &[]).contains("LUOSHI_S3_SECRET_KEY"));
}

#[test]
fn no_secret_is_printed_or_repeated() {
    let config = Config::read(Some(S3), Vec::new()).unwrap();
    let printed = format!("{config:?}");
    assert!(
        printed.contains("***") && !printed.contains("hidden-word"),
        "{printed}"
    );
    assert_eq!(format!("{:?}", Secret::new("hidden-word")), "***");
    let broken = S3.replace("\"hidden-word\"", "\"hidden-word");
    assert!(!complaint(&broken, &[]).contains("hidden-word"));
    let wrong_type = S3.replace("\"luoshi\"", "[\"hidden-word\"]");
    assert!(!complaint(&wrong_type, &[]).contains("hidden-word"));
}

#[test]
fn numbers_and_yes_or_no_are_read_from_texts_too() {
    #[derive(serde::Deserialize)]
    struct Section {
        #[serde(deserialize_with = "parsed")]
        port: u16,
        #[serde(deserialize_with = "parsed")]
        is_on: bool,
    }
    for text in ["port = 25\nis_on = true", "port = \"25\"\nis_on = \"true\""] {
        let section: Section = toml::from_str(text).unwrap();
        assert_eq!((section.port, section.is_on), (25, true));
    }
    assert!(toml::from_str::<Section>("port = \"x\"\nis_on = true").is_err());
}

const MAIL: &str = r#"
[mail]
host = "smtp.example.cn"
from = "落实 <luoshi@example.cn>"
user = "luoshi"
"#;

#[test]
fn the_password_of_mail_comes_from_a_file_or_the_environment_and_is_not_printed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mail.txt"), "hidden-word\n").unwrap();
    let file = folder.path().join("mail.txt").display().to_string();
    let with_file = format!("{MAIL}password_file = {file:?}");
    let config = Config::read(Some(&with_file), Vec::new()).unwrap();
    let mail = config.mail.clone().unwrap();
    assert_eq!(mail.password.unwrap().reveal(), "hidden-word");
    assert_eq!((mail.port, mail.security), (0, MailSecurity::StartTls));
    assert!(!format!("{config:?}").contains("hidden-word"));

    let over = environment(&[
        ("LUOSHI_MAIL_PASSWORD", "hidden-word"),
        ("LUOSHI_MAIL_PORT", "2525"),
        ("LUOSHI_MAIL_SECURITY", "tls"),
    ]);
    let config = Config::read(Some(MAIL), over).unwrap();
    let mail = config.mail.clone().unwrap();
    assert_eq!((mail.port(), mail.security), (2525, MailSecurity::Tls));
    assert!(!format!("{config:?}").contains("hidden-word"));
}

#[test]
fn a_wrong_security_is_a_sentence_and_each_has_its_usual_port() {
    let wrong = format!("{MAIL}security = \"ssl\"");
    assert!(complaint(&wrong, &[]).contains("[mail]"));
    for (security, port) in [("tls", 465), ("starttls", 587), ("none", 25)] {
        let text = format!("{MAIL}security = \"{security}\"");
        let config = Config::read(Some(&text), Vec::new()).unwrap();
        assert_eq!(config.mail.unwrap().port(), port);
    }
}

#[test]
fn closed_settings_have_nobody_to_hand_mail_to() {
    let config = Config::read(Some(MAIL), Vec::new()).unwrap().closed();
    assert!(config.mail.is_none() && config.is_closed);
}

#[test]
fn a_secret_may_stand_in_a_file_of_its_own() {
    let file = std::env::temp_dir().join(format!("luoshi-secret-{}", std::process::id()));
    std::fs::write(&file, "word of a file\n").unwrap();
    let named = format!("secret_key_file = {:?}", file.display().to_string());
    let without = S3.replace("secret_key = \"hidden-word\"", &named);
    let key = |pairs: &[(&str, &str)]| {
        let config = Config::read(Some(&without), environment(pairs)).unwrap();
        config.s3.unwrap().secret_key.reveal().to_owned()
    };
    assert_eq!(key(&[]), "word of a file");
    assert_eq!(key(&[("LUOSHI_S3_SECRET_KEY", "said")]), "said");
    std::fs::remove_file(&file).unwrap();
    assert!(complaint(&without, &[]).contains("读不了"));
}

#[test]
fn who_vouches_from_outside_is_set_in_a_few_lines() {
    const FILE: &str = r#"
[oidc]
issuer = "https://sso.example"
client_id = "luoshi"
address = "https://luoshi.example"

[ldap]
url = "ldaps://directory.example"
user_dn = "uid={login},ou=people,dc=example"
"#;
    let over = [
        ("LUOSHI_OIDC_COUNTS_SECOND_STEP", "true"),
        ("LUOSHI_OIDC_EQUALS", "phone"),
    ];
    let config = Config::read(Some(FILE), environment(&over)).unwrap();
    let oidc = config.oidc.unwrap();
    assert_eq!(oidc.claim, "preferred_username");
    assert_eq!(oidc.equals, super::Matched::Phone);
    assert!(oidc.counts_second_step && oidc.client_secret.is_none());
    assert!(!config.ldap.unwrap().start_tls);
    let wrong = complaint(FILE, &[("LUOSHI_OIDC_EQUALS", "name")]);
    assert!(wrong.contains("login、phone"), "{wrong}");
}

#[test]
fn where_the_application_is_opened_is_said_once() {
    let oidc = "[oidc]\nissuer = \"https://sso.example\"\nclient_id = \"luoshi\"\n";
    let own = "address = \"https://a.example\"\n";
    let site = "[site]\naddress = \"https://b.example\"\n";
    for (file, of_oidc, of_site) in [
        (
            format!("{oidc}{site}"),
            "https://b.example",
            "https://b.example",
        ),
        (
            format!("{oidc}{own}"),
            "https://a.example",
            "https://a.example",
        ),
        // Two addresses may both be right: one inside the building, one for telephones.
        (
            format!("{oidc}{own}{site}"),
            "https://a.example",
            "https://b.example",
        ),
    ] {
        let config = Config::read(Some(&file), Vec::new()).unwrap();
        assert_eq!(config.oidc.unwrap().address, of_oidc, "{file}");
        assert_eq!(config.site.unwrap().address, of_site, "{file}");
    }
    let without = complaint(oidc, &[]);
    assert!(without.contains("[site] address"), "{without}");
}
