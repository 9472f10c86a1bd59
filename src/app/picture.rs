//! An article's lead picture: asked for by the reader, shown when it is there, never fetched otherwise.

use crate::action::Action;
use crate::article::Link;
use crate::pane::picture::PicturePage;
use crate::picture::Picture;
use crate::say::{Said, say};

use super::{App, Effect, Page};

impl App {
    /// Asks for the picture of the article here.
    pub(super) fn ask_picture(&mut self) {
        if !self.is_here(Action::Picture) {
            return;
        }
        let picture = self.opened().and_then(|it| it.article.picture.clone());
        let Some(picture) = picture else {
            self.status.say(say!("this article names no picture"));
            return;
        };
        let host = picture.host();
        self.status
            .say(say!("fetching the picture from {host} …", host));
        self.out.push(Effect::Picture(picture));
    }

    /// Shows a picture that came, if its article is still the one here.
    pub(super) fn take_picture(&mut self, link: &Link, picture: Result<Picture, Said>) {
        let opened = self.opened();
        let Some(opened) = opened.filter(|it| it.article.picture.as_ref() == Some(link)) else {
            return;
        };
        match picture {
            Ok(picture) => {
                let credit = opened.article.credit.as_ref();
                let caption = credit.map_or_else(|| link.host(), ToString::to_string);
                let mut page = PicturePage::new(picture, caption);
                page.resize(self.areas.body.width, self.areas.body.height);
                self.pages.push(Page::Picture(Box::new(page)));
                self.status.message = None;
            }
            Err(why) => self.status.fail(why),
        }
    }
}
