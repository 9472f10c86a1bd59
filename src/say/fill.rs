//! What fills the holes of a sentence: words, numbers and other sentences.

use std::borrow::Cow;
use std::io;
use std::path::{Display, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Said, Tongue, say};

/// What stands in a hole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hole {
    /// Words that are the same in every tongue.
    Text(String),
    /// A number, written as the tongue does it.
    Number(u64),
    /// Another sentence or part of one.
    Said(Box<Said>),
    /// Parts that follow each other, and what stands between them.
    Parts(Vec<Said>, Cow<'static, str>),
}

impl Hole {
    pub(super) fn write(&self, tongue: Tongue, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Number(number) => out.push_str(&tongue.number(*number)),
            Self::Said(said) => out.push_str(&said.words(tongue)),
            Self::Parts(parts, between) => {
                for (number, part) in parts.iter().enumerate() {
                    if number > 0 {
                        out.push_str(between);
                    }
                    out.push_str(&part.words(tongue));
                }
            }
        }
    }
}

/// What can fill a hole.
pub trait Fill {
    /// As it stands there.
    fn fill(&self) -> Hole;
}

impl<T: Fill + ?Sized> Fill for &T {
    fn fill(&self) -> Hole {
        (**self).fill()
    }
}

impl<T: Fill + ?Sized> Fill for Box<T> {
    fn fill(&self) -> Hole {
        (**self).fill()
    }
}

impl Fill for Said {
    fn fill(&self) -> Hole {
        Hole::Said(Box::new(self.clone()))
    }
}

impl Fill for Cow<'_, str> {
    fn fill(&self) -> Hole {
        Hole::Text(self.to_string())
    }
}

macro_rules! texts {
    ($($kind:ty)*) => { $(
        impl Fill for $kind {
            fn fill(&self) -> Hole {
                Hole::Text(self.to_string())
            }
        }
    )* };
}

texts! { str String char i32 i64 Display<'_> }

macro_rules! numbers {
    ($($kind:ty)*) => { $(
        impl Fill for $kind {
            fn fill(&self) -> Hole {
                Hole::Number(u64::try_from(*self).unwrap_or(u64::MAX))
            }
        }
    )* };
}

numbers! { u8 u16 u32 u64 usize }

impl Fill for Path {
    fn fill(&self) -> Hole {
        self.display().fill()
    }
}

impl Fill for PathBuf {
    fn fill(&self) -> Hole {
        self.as_path().fill()
    }
}

/// What the system refused, in words that are known; in the system's own where it refused otherwise.
impl Fill for io::Error {
    fn fill(&self) -> Hole {
        use io::ErrorKind as Kind;
        if self.raw_os_error().is_none() {
            return Hole::Text(self.to_string());
        }
        let said = match self.kind() {
            Kind::NotFound => say!("there is no such file or folder"),
            Kind::PermissionDenied => say!("permission denied"),
            Kind::AlreadyExists => say!("it exists already"),
            Kind::StorageFull | Kind::QuotaExceeded => say!("no space is left"),
            Kind::ReadOnlyFilesystem => say!("it can only be read there"),
            Kind::IsADirectory => say!("it is a folder"),
            Kind::NotADirectory => say!("part of the path is no folder"),
            Kind::FileTooLarge => say!("the file would be too large"),
            Kind::TimedOut => say!("it took too long"),
            _ => return Hole::Text(self.to_string()),
        };
        said.fill()
    }
}
