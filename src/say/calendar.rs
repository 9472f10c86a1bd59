//! Days and months as each tongue writes and names them.

use jiff::civil::Date;

use super::{Said, Tongue, say};

impl Tongue {
    /// A day in figures: "2024-03-24", "24.03.2024".
    pub fn day(self, day: Date) -> String {
        match self {
            Self::English => day.to_string(),
            Self::German => day.strftime("%d.%m.%Y").to_string(),
        }
    }

    /// A day without its year: "03-24", "24.03.".
    pub fn short_day(self, day: Date) -> String {
        let form = match self {
            Self::English => "%m-%d",
            Self::German => "%d.%m.",
        };
        day.strftime(form).to_string()
    }

    /// Columns of [`Tongue::short_day`].
    pub fn short_day_cells(self) -> u16 {
        match self {
            Self::English => 5,
            Self::German => 6,
        }
    }

    /// A month in figures: "2024-03", "03.2024".
    pub fn month(self, day: Date) -> String {
        let form = match self {
            Self::English => "%Y-%m",
            Self::German => "%m.%Y",
        };
        day.strftime(form).to_string()
    }

    /// A month with its name: "March 2024", "März 2024".
    pub fn month_name(self, day: Date) -> String {
        format!("{} {}", self.month_word(day), day.year())
    }

    /// A day with its names: "Sunday, 24 March 2024", "Sonntag, 24. März 2024".
    pub fn day_name(self, day: Date) -> String {
        let dot = match self {
            Self::English => "",
            Self::German => ".",
        };
        let (weekday, number) = (self.weekday(day), day.day());
        format!("{weekday}, {number}{dot} {}", self.month_name(day))
    }

    /// A day within its month, to the width of a column: "Sun 24", "So 24.".
    pub fn day_of_month(self, day: Date) -> String {
        match self {
            Self::English => day.strftime("%a %e").to_string(),
            Self::German => {
                let weekday: String = self.weekday(day).chars().take(2).collect();
                format!("{weekday} {:>2}.", day.day())
            }
        }
    }

    fn weekday(self, day: Date) -> String {
        const GERMAN: [&str; 7] = [
            "Montag",
            "Dienstag",
            "Mittwoch",
            "Donnerstag",
            "Freitag",
            "Samstag",
            "Sonntag",
        ];
        match self {
            Self::English => day.strftime("%A").to_string(),
            Self::German => GERMAN[day.weekday().to_monday_zero_offset() as usize].to_owned(),
        }
    }

    fn month_word(self, day: Date) -> String {
        const GERMAN: [&str; 12] = [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ];
        match self {
            Self::English => day.strftime("%B").to_string(),
            Self::German => GERMAN[usize::from(day.month() as u8 - 1)].to_owned(),
        }
    }
}

impl Said {
    /// The words over the articles of a day: "today · Sunday, 24 March 2024".
    pub fn day_heading(day: Date, today: Date, tongue: Tongue) -> Self {
        let name = tongue.day_name(day);
        if day == today {
            say!("today · {name}", name)
        } else if Some(day) == today.yesterday().ok() {
            say!("yesterday · {name}", name)
        } else {
            Self::quoting(name)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_written_and_named_as_the_tongue_does_it() {
        let day = date(2024, 3, 4);
        let (english, german) = (Tongue::English, Tongue::German);
        assert_eq!(english.day(day), "2024-03-04");
        assert_eq!(german.day(day), "04.03.2024");
        assert_eq!(
            [english.short_day(day), german.short_day(day)],
            ["03-04", "04.03."]
        );
        assert_eq!(
            [english.month(day), german.month(day)],
            ["2024-03", "03.2024"]
        );
        assert_eq!(english.day_name(day), "Monday, 4 March 2024");
        assert_eq!(german.day_name(day), "Montag, 4. März 2024");
        assert_eq!(
            [english.day_of_month(day), german.day_of_month(day)],
            ["Mon  4", "Mo  4."]
        );
        let heading = Said::day_heading(day, day, german);
        assert_eq!(heading.words(german), "Heute · Montag, 4. März 2024");
        let heading = Said::day_heading(day, date(2024, 3, 5), german);
        assert_eq!(heading.words(german), "Gestern · Montag, 4. März 2024");
    }
}
