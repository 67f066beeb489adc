use super::escaped;

#[test]
fn a_log_in_is_escaped_before_it_becomes_part_of_a_name() {
    for (login, name) in [
        ("wangmin", "wangmin"),
        ("王敏", "王敏"),
        ("a,ou=admins", "a\\,ou\\=admins"),
        ("a+b\"c<d>e;f\\", "a\\+b\\\"c\\<d\\>e\\;f\\\\"),
        (" a b ", "\\ a b\\ "),
        ("#a#", "\\#a#"),
        ("a\0", "a\\00"),
    ] {
        assert_eq!(escaped(login), name, "{login}");
    }
}
