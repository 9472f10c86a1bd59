//! What stands above and below the text: kicker, date, source, byline, credit, warnings, the reader's notes, the link.

use std::ops::Range;

use crate::article::{Extent, Published, Status};
use crate::ask::Opened;
use crate::page::{JOINT, Mark};
use crate::say::{Said, Tongue, say, says};
use crate::text::Clean;
use crate::theme::Role;

/// A short text about the article, with its own roles.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Aside {
    /// Clean text on one or more lines.
    pub(super) text: String,
    /// What is not [`Role::Dim`] in it.
    pub(super) marks: Vec<Mark<Role>>,
}

impl Aside {
    fn empty() -> Self {
        Self {
            text: String::new(),
            marks: Vec::new(),
        }
    }

    fn of(text: impl Into<String>, role: Role) -> Self {
        let mut aside = Self::empty();
        aside.push(&text.into(), role);
        aside
    }

    fn push(&mut self, text: &str, role: Role) {
        let start = self.text.len();
        self.text.push_str(text);
        self.marks.push(Mark {
            range: start..self.text.len(),
            look: role,
            layer: 0,
        });
    }

    /// Appends a part after a dot in the middle of the line.
    fn join(&mut self, text: &str, role: Role) {
        if !self.text.is_empty() {
            self.text.push_str(JOINT);
        }
        self.push(text, role);
    }
}

/// So many subjects of an agency are shown; some give dozens.
const SUBJECTS: usize = 8;

/// What stands above the headline.
pub(super) fn kicker(opened: &Opened, tongue: Tongue) -> Option<Aside> {
    let mut out = Aside::empty();
    if let Some(kicker) = &opened.article.kicker {
        out.join(kicker, Role::Dim);
    }
    if let Some(urgency) = opened.article.urgency {
        out.join(&say!("urgency {urgency}", urgency).words(tongue), Role::Dim);
    }
    (!out.text.is_empty()).then_some(out)
}

/// What stands between headline and text, a line each; `full_text` is the key that fetches the whole of it.
pub(super) fn lines(opened: &Opened, full_text: &str, tongue: Tongue) -> Vec<Aside> {
    let article = &opened.article;
    let mut out = Vec::new();

    let mut origin = Aside::empty();
    if let Some(published) = &article.published {
        origin.join(&moment(published, tongue), Role::Date);
    }
    if let Some(source) = &article.source {
        origin.join(source, Role::Source);
    }
    if let Some(byline) = &article.byline {
        origin.join(byline, Role::Caption);
    }
    if let Some(dateline) = &article.dateline {
        origin.join(dateline, Role::Caption);
    }
    out.push(origin);
    if let Some(credit) = &article.credit {
        out.push(Aside::of(
            say!("Credit: {credit}", credit).words(tongue),
            Role::Caption,
        ));
    }

    if !article.subjects.is_empty() {
        let subjects: Vec<&str> = article
            .subjects
            .iter()
            .take(SUBJECTS)
            .map(Clean::as_str)
            .collect();
        let subjects = say!("Subjects: {subjects}", subjects = subjects.join(", "));
        out.push(Aside::of(subjects.words(tongue), Role::Caption));
    }

    let mut kept = Aside::empty();
    if opened.bookmarked {
        kept.join(&say!("bookmarked").words(tongue), Role::Kept);
    }
    for tag in &opened.tags {
        kept.join(&format!("#{}", Clean::line(tag)), Role::Kept);
    }
    out.push(kept);

    if !opened.twins.is_empty() {
        out.push(Aside::of(also_in(opened).words(tongue), Role::Source));
    }
    let status = match article.status {
        Status::Usable => Said::default(),
        Status::Withheld => say!("Held back by its source until further notice: not to be used."),
        Status::Withdrawn => say!("Withdrawn by its source: not to be used any more."),
    };
    out.push(Aside::of(status.words(tongue), Role::Error));
    if let Some(embargo) = &article.embargo {
        let moment = moment(embargo, tongue);
        let text = say!("Not for publication before {moment}.", moment);
        out.push(Aside::of(text.words(tongue), Role::Error));
    }
    let extent = match article.extent {
        Extent::Full => Said::default(),
        Extent::Teaser if article.url.is_some() && !full_text.is_empty() => say!(
            "Only a summary; {key} fetches the whole text.",
            key = full_text
        ),
        Extent::Teaser => say!("Only a summary."),
        Extent::Paywall => say!("Only the beginning; the rest stands behind a paywall."),
        Extent::Consent => say!("A consent page stood in the way; there is no text."),
    };
    out.push(Aside::of(extent.words(tongue), Role::Message));
    out.retain(|aside| !aside.text.is_empty());
    out
}

/// "Also in Kurier, Presse and 3 more."
fn also_in(opened: &Opened) -> Said {
    const NAMED: usize = 4;
    let mut names: Vec<&str> = Vec::new();
    for twin in &opened.twins {
        if let Some(name) = twin.source.as_deref()
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    let own = opened.article.source.as_deref();
    names.retain(|name| Some(*name) != own);
    let copies = opened.twins.len();
    match names.len() {
        0 => says!(copies; "There once more.", "There {copies} times more."),
        all if all > NAMED => {
            let (names, others) = (names[..NAMED].join(", "), all - NAMED);
            say!("Also in {names} and {others} more.", names, others)
        }
        _ => say!("Also in {names}.", names = names.join(", ")),
    }
}

/// What stands below the text: where the article is on the web.
pub(super) fn foot(opened: &Opened) -> Option<Aside> {
    let url = opened.article.url.as_ref()?;
    Some(Aside::of(url.as_str(), Role::Link))
}

/// A note of the reader's as it is shown; none for a mere highlight.
pub(super) fn note(text: &str, tongue: Tongue) -> Option<Aside> {
    let text = Clean::block(text);
    (!text.is_empty()).then(|| Aside::of(say!("Note: {text}", text).words(tongue), Role::Note))
}

/// A date as it is shown everywhere, and for a moment the zone in which the source told it.
fn moment(published: &Published, tongue: Tongue) -> String {
    let shown = published.shown(tongue);
    match *published {
        Published::Instant(_, 0) => format!("{shown} UTC"),
        Published::Instant(_, offset) => {
            let sign = if offset < 0 { '-' } else { '+' };
            let minutes = offset.abs() / 60;
            format!("{shown} {sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
        _ => shown,
    }
}

/// The paragraph under which a note on this range is shown: the one in which the range ends.
pub(super) fn paragraph_of(opened: &Opened, range: &Range<usize>) -> Option<usize> {
    let paragraphs = opened.article.body.paragraphs();
    let last = range.end.max(range.start + 1);
    let after = paragraphs.partition_point(|paragraph| paragraph.range.start < last);
    after.checked_sub(1)
}
