//! Words that stand before a noun and say only which one is meant.

/// Whether it is a definite article, as it is written within or at the beginning of a sentence.
pub fn is_definite(word: &str) -> bool {
    matches!(
        word,
        "der" | "die" | "das" | "dem" | "den" | "des" | "Der" | "Die" | "Das" | "the" | "The"
    )
}

/// Whether it is an article or a possessive.
pub fn is_determiner(word: &str) -> bool {
    is_definite(word)
        || matches!(
            word,
            "ein"
                | "eine"
                | "einem"
                | "einer"
                | "einen"
                | "eines"
                | "Ein"
                | "Eine"
                | "a"
                | "an"
                | "A"
                | "An"
        )
        || matches!(
            word,
            "sein" | "seine" | "ihr" | "ihre" | "its" | "his" | "her" | "their"
        )
}
