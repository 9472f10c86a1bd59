//! The tables hold, and everything printed from them says what they say. `BLESS=1 cargo test` prints anew.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Mutex;

use depesche::action::{Action, Group, Place, TABLE};
use depesche::config::{Config, EXAMPLE};
use depesche::docs;
use depesche::keymap::{Found, Key, Keymap, Preset, parse_keys, write_keys};
use depesche::say::Tongue;

#[test]
fn every_default_key_can_be_read_and_is_written_as_it_stands() {
    for entry in TABLE {
        for keys in entry.keys {
            let read = parse_keys(keys).unwrap_or_else(|wrong| panic!("{}: {wrong}", entry.name));
            assert_eq!(write_keys(&read), *keys, "{}", entry.name);
        }
    }
}

#[test]
fn no_default_key_hides_another_at_its_place() {
    for place in Place::ALL {
        let mut taken: HashMap<Vec<Key>, &str> = HashMap::new();
        for entry in TABLE.iter().filter(|entry| entry.place == place) {
            for keys in entry.keys {
                let keys = parse_keys(keys).expect("tested above");
                if let Some(other) = taken.insert(keys, entry.name) {
                    panic!("{} and {other} share a key", entry.name);
                }
            }
        }
        for (keys, name) in &taken {
            for length in 1..keys.len() {
                let hiding = taken.get(&keys[..length]);
                assert_eq!(hiding, None, "hides {} of {name}", write_keys(keys));
            }
        }
    }
}

#[test]
fn every_default_key_leads_to_its_action() {
    let keymap = Keymap::default();
    for entry in TABLE {
        assert_eq!(keymap.keys_of(entry.action), entry.keys, "{}", entry.name);
        for keys in entry.keys {
            let keys = parse_keys(keys).expect("tested above");
            let found = keymap.look_up(entry.place, &keys);
            assert_eq!(found, Found::Action(entry.action), "{}", entry.name);
        }
    }
}

#[test]
fn every_preset_parses_none_of_its_keys_hides_another_and_no_action_loses_its_keys() {
    for preset in Preset::ALL {
        assert_eq!(Preset::named(preset.name()), Some(preset));
        let (keymap, clashes) = Keymap::over(preset, &[]);
        assert_eq!(clashes, []);
        for entry in TABLE {
            let keys = preset.keys(entry.action);
            // A key that hid another would be missing here.
            let name = format!("{} of {}", entry.name, preset.name());
            assert_eq!(keymap.keys_of(entry.action), keys, "{name}");
            for keys in keys {
                let keys = parse_keys(keys).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
                let found = keymap.look_up(entry.place, &keys);
                assert_eq!(found, Found::Action(entry.action), "{name}");
            }
        }
        for (action, keys) in preset.rows() {
            assert_ne!(*keys, action.entry().keys, "{} says nothing", action.name());
        }
    }
}

#[test]
fn a_preset_of_the_settings_holds_under_the_readers_own_keys() {
    let text = "[keys]\npreset = 'less'\nundo = ['C-_', 'u']\n";
    let (config, complaints) = Config::read(text);
    assert_eq!(complaints, []);
    let at = |keys| {
        config
            .keys
            .look_up(Place::Panes, &parse_keys(keys).unwrap())
    };
    assert_eq!(at("f"), Found::Action(Action::PageDown));
    assert_eq!(at("u"), Found::Action(Action::Undo));
    assert_eq!(config.keys.keys_of(Action::HalfUp), ["C-u"]);
    // What is printed of them is read again.
    let (again, complaints) = Config::read(&docs::settings_toml(&config));
    assert_eq!(complaints, []);
    assert_eq!(again.preset, config.preset);
    assert_eq!(again.keys.help_rows(), config.keys.help_rows());
    let (_, complaints) = Config::read("[keys]\npreset = 'lees'\n");
    assert!(complaints[0].message.contains("less was probably meant"));
}

#[test]
fn every_action_says_what_it_does_in_one_short_line() {
    for entry in TABLE {
        assert!(
            !entry.help.is_empty() && entry.help.len() <= 72,
            "{}",
            entry.name
        );
        assert!(!entry.help.ends_with('.'), "{}", entry.name);
        let name = entry.name;
        assert!(
            name.bytes().all(|b| b == b'-' || b.is_ascii_lowercase()),
            "{name}"
        );
    }
}

#[test]
fn every_action_is_printed_under_one_heading() {
    let printed: usize = Group::ALL
        .iter()
        .map(|group| TABLE.iter().filter(|entry| entry.group == *group).count())
        .sum();
    assert_eq!(printed, TABLE.len());
}

#[test]
fn the_example_settings_are_the_defaults_and_bring_no_complaint() {
    let (config, complaints) = Config::read(EXAMPLE);
    assert_eq!(complaints, []);
    assert_eq!(config, Config::default());
    assert_eq!(config.keys, Keymap::default());
    assert_eq!(config.reader.measure, 72);
}

#[test]
fn every_option_stands_in_the_example_and_is_explained_there() {
    let mut explained = false;
    for line in EXAMPLE.lines() {
        if let Some((option, _)) = line.split_once(" = ")
            && !line.starts_with('#')
        {
            assert!(
                explained || line.contains(" # "),
                "{option} is not explained"
            );
        }
        explained = line.starts_with("# ");
    }
    // What is asked for is what is valid: a name that is nearly right is answered with the right one.
    for (part, option) in [
        ("reader", "measure"),
        ("reader", "hyphenate"),
        ("reader", "justify"),
        ("reader", "mark-read"),
        ("screen", "theme"),
        ("screen", "depth"),
        ("screen", "language"),
        ("screen", "screen-reader"),
        ("screen", "mouse"),
        ("screen", "links"),
        ("screen", "colours"),
        ("screen", "highlights"),
        ("programs", "browser"),
        ("programs", "clipboard"),
        ("programs", "editor"),
        ("programs", "notifier"),
        ("keys", "preset"),
    ] {
        let (_, complaints) = Config::read(&format!("[{part}]\n{option}x = 1\n"));
        assert!(complaints[0].message.contains(option), "{complaints:?}");
        assert!(
            EXAMPLE.contains(&format!("\n{option} = ")),
            "{option} is missing"
        );
    }
}

#[test]
fn the_keys_in_the_example_settings_are_those_of_the_table() {
    holds(
        "config.example.toml",
        "# keys (",
        "# end of keys",
        &docs::keys_toml(),
    );
}

#[test]
fn the_colours_in_the_example_settings_are_those_of_the_theme() {
    let printed = docs::colours_toml();
    holds(
        "config.example.toml",
        "# colours (",
        "# end of colours",
        &printed,
    );
    let uncommented = printed.replace("# ", "").replace("  ", "  # ");
    let options: String = uncommented
        .lines()
        .filter_map(|line| line.split("  # ").next())
        .fold(String::new(), |all, line| all + line + "\n");
    let (config, complaints) = Config::read(&format!("[colours]\n{options}"));
    assert_eq!(complaints, []);
    assert_eq!(config.colours.len(), printed.lines().count());
}

#[test]
fn the_key_table_of_the_readme_is_that_of_the_table() {
    let printed = docs::keys_markdown(&Keymap::default(), Tongue::English);
    holds("README.md", "<!-- keys -->", "<!-- /keys -->", &printed);
}

proptest::proptest! {
    #[test]
    fn no_settings_file_is_too_odd_to_leave_the_rest_standing(
        cut in 0..EXAMPLE.len(), put in "[a-z\"'=\\[\\]{}#.,0-9\n -]{0,12}", gone in 0..40_usize
    ) {
        let start = EXAMPLE.floor_char_boundary(cut);
        let end = EXAMPLE.floor_char_boundary((start + gone).min(EXAMPLE.len())).max(start);
        let mut text = EXAMPLE.to_owned();
        text.replace_range(start..end, &put);
        let (config, complaints) = Config::read(&text);
        proptest::prop_assert!((40..=200).contains(&config.reader.measure));
        let lines = text.lines().count().max(1) + 1;
        for complaint in complaints {
            proptest::prop_assert!((1..=lines).contains(&complaint.line), "{}", complaint);
        }
    }
}

/// Two tests may write parts of one file.
static WRITING: Mutex<()> = Mutex::new(());

/// Compares the printed part of a file, or writes it when blessed.
fn holds(file: &str, begin: &str, end: &str, printed: &str) {
    let _writing = WRITING.lock();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    let mut text = std::fs::read_to_string(&path).expect("the file is there");
    let range = docs::between(&text, begin, end)
        .unwrap_or_else(|| panic!("{file} has no part from {begin} to {end}"));
    if text[range.clone()] == *printed {
        return;
    }
    assert!(
        std::env::var_os("BLESS").is_some(),
        "{file} does not say what the table says; `BLESS=1 cargo test` prints it anew"
    );
    text.replace_range(range, printed);
    std::fs::write(&path, text).expect("the file can be written");
}
