//! The day the reader is in: what is said in days from it follows when it changes.

use jiff::civil::Date;

use crate::query;

use super::App;

impl App {
    /// It is another day now. A filter that counts from today means other days, and the list is asked for anew.
    pub(super) fn day_came(&mut self, day: Date) {
        if day == self.today {
            return;
        }
        self.today = day;
        let now = query::parse(&self.query.to_string(), day).query;
        if now != self.query {
            self.query = now;
            self.refresh();
        }
    }
}
