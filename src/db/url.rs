//! Where the database is: `sqlite://FILE`, or `postgres://USER@HOST/NAME`. Read strictly: a mistyped scheme is refused, never taken for a file.

/// A database as its address names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of the embedded engine.
    Sqlite(String),
    /// A PostgreSQL server; the whole address.
    PostgreSql(String),
}

/// Why an address can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlRefused {
    /// It names no engine that the program knows.
    Scheme,
    /// It names no file, or one that isn't a plain file name (`:memory:`, or with a question mark).
    File,
}

impl DatabaseUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// When the scheme is unknown, or no plain file is named.
    pub fn parse(text: &str) -> Result<Self, UrlRefused> {
        if let Some(file) = text.strip_prefix("sqlite://") {
            let plain = !file.is_empty() && !file.starts_with(':') && !file.contains(['?', '\0']);
            return if plain { Ok(Self::Sqlite(file.to_owned())) } else { Err(UrlRefused::File) };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::PostgreSql(text.to_owned()));
        }
        Err(UrlRefused::Scheme)
    }

    /// Whether it is a file that isn't there, which opening would make.
    pub fn is_missing_file(&self) -> bool {
        matches!(self, Self::Sqlite(file) if !std::path::Path::new(file).exists())
    }

    /// The address without a password, for messages.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite://{file}"),
            Self::PostgreSql(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
                let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                let hidden = if query.is_empty() { "" } else { "?…" };
                format!("{scheme}://{place}{hidden}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_strictly() {
        assert_eq!(DatabaseUrl::parse("sqlite://a/b.db"), Ok(DatabaseUrl::Sqlite("a/b.db".into())));
        assert_eq!(DatabaseUrl::parse("sqlite:///var/b.db"), Ok(DatabaseUrl::Sqlite("/var/b.db".into())));
        assert_eq!(DatabaseUrl::parse("postgres://a@b/c").map(|it| it.shown()), Ok("postgres://b/c".into()));
        for refused in ["sqlite://", "sqlite://:memory:", "sqlite://a?mode=ro"] {
            assert_eq!(DatabaseUrl::parse(refused), Err(UrlRefused::File), "{refused}");
        }
        for refused in ["", "thidua.db", "sqlite:thidua.db", "postgress://x", "mysql://x", "SQLITE://x"] {
            assert_eq!(DatabaseUrl::parse(refused), Err(UrlRefused::Scheme), "{refused}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let url = DatabaseUrl::parse("postgresql://minh:bí@mật@host:5432/thidua?password=x").unwrap();
        assert_eq!(url.shown(), "postgresql://host:5432/thidua?…");
    }
}
