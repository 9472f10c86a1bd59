//! Whether a person is spoken of as he or she, as far as forms of address, offices and first names tell.
//!
//! Used to resolve pronouns, never shown.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::doc::Doc;

/// The gender of the pronoun an article uses for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// He, er.
    He,
    /// She, sie.
    She,
}

const SHE: &str = " Agnes Agneta Alice Alison Allison Amber Amy Andrea Ann Anne Annegret Annelies Annemarie Annette Antje Ashley Astrid Audrey \
Barbara Beate Beatrice Bettina Beth Betsy Birgit Birgid Brigitte Britt Carmen Carol Carole Caroline Cathrin Catherine Charlotte Cheryl Chloe \
Christel Christiane Christine Christin Claire Constanze Corinne Dagmar Daisy Danielle Deborah Denise Diane Dilek Dorothee Doris Dorothy Edith Elfriede Elisabeth \
Elizabeth Elke Ellen Else Emily Erin Esther Evelyn Eve Fatma Frauke Friederike Gabriele Gail Gerlinde Gertrud Gillian Gisela Grace Gretchen Gudrun Gwen Hannelore \
Hannah Hatice Hazel Heather Hedwig Heide Heidemarie Heidi Heike Helen Helene Helle Henriette Hilary Hildegard Hillary Ilse Inge Ingeborg Ingrid Irene Iris Irmgard Ivy \
Jacqueline Jane Janet Janice Jasmin Jean Jeanette Jeanne Jennifer Jessie Jill Joan Joanne Josephine Joy Joyce Judith Judy Julie June Karen Karin Karoline Kate \
Katharine Kathleen Kathrin Katie Katrin Keira Kelly Kerstin Kimberly Kirsten Kristen Kristin Laurie Leigh Liesbeth Lilian Liz Lois Lori Louise Lucy Lynn \
Madeleine Maike Maren Margaret Margarethe Margarete Margit Margot Margrethe Marianne Marie Marine Marion Marit Marlene Marlies Martine Mary Megan Meike Mercedes Merle Meryl \
Michele Michelle Mildred Miriam Molly Monique Nadine Nancy Naomi Natalie Nicole Noemi Pamela Patrice Penelope Penny Petra Phyllis Pauline Peggy Rachel Rebekka \
Regine Renate Rita Rose Rosemarie Roswitha Ruth Sabine Sally Sandy Sarah Sharon Sheryl Shirley Sibylle Sigrid Silke Simone Solveig Sophie Stacey Stephanie \
Sue Sunny Susan Susanne Suzanne Sylvie Tracy Trude Ulrike Ursel Ute Valerie Veronique Virginie Vivian Vivien Waltraud Wendy Yvette Yvonne Zoe Anke Imke Wiebke Heidrun \
Christine Elfi Evi Uli Ruthie Liv Siv Ingvild Maj Ann-Kathrin Anne-Marie Eva-Maria Marie-Agnes Marie-Louise ";

const HE: &str = " Aljoscha Attila Bela Béla Elia Elias Ezra Hamza Ilja Ilya Joshua Jona Juha Kolja Luca Luka Mika Misha Musa Mustafa \
Nikita Noah Nikola Pekka Sascha Sasha Esa Yahya Isa Akira Wanja Mischa Gianluca Jukka Barack  \
Alan Albert Alex Alexander Alfred Andreas Andrew Andy Anton Antonio Armin Arnold Arthur Axel Ben Benjamin Bernd Bernhard Bernard Bill Bob Boris Brian Bruno Carl Charles \
Chris Christian Christoph Christopher Claus Clemens Craig Daniel Dave David Dennis Detlef Dieter Dietmar Dirk Dominik Donald Doug Douglas Eckhard Edmund Edward Emmanuel \
Eric Erich Erik Ernst Erwin Felix Ferdinand Florian Francis Frank Franz Fred Friedrich Fritz Gary Georg George Gerald Gerd Gerhard Gordon Graham Greg Guido Günter Günther \
Gustav Hans Harald Harry Hartmut Heiko Heinrich Heinz Helmut Henry Herbert Hermann Holger Horst Howard Hubert Hugo Ian Ingo Jack Jacques James Jamie Jan Jason Jean-Claude Jeff Jens \
Jim Jimmy Joachim Joe Johann Johannes John Jonathan Jörg Josef Joseph Julian Jürgen Kai Karl Karl-Heinz Keith Ken Kenneth Kevin Klaus Konrad Kurt Larry Lars Leo Leon Leopold \
Lothar Louis Ludwig Lukas Manfred Marc Marcel Marco Marcus Mario Mark Markus Martin Matt Matthew Matthias Max Maximilian Michael Mike Moritz Neil Nicolas Nick Niels Nils Norbert \
Olaf Oliver Oskar Otto Patrick Paul Pedro Peer Peter Phil Philip Philipp Pierre Rainer Ralf Ralph Raymond Reinhard Rene René Richard Rick Rob Robert Robin Roger Roland Rolf Roman \
Ronald Rudolf Rüdiger Rupert Sam Samuel Scott Sebastian Siegfried Sigmar Silvio Simon Stefan Stephan Stephen Steve Steven Sven Ted Theodor Thomas Thorsten Tim Timo Tobias Tom Tony \
Torsten Toni Udo Ulrich Uwe Victor Viktor Vladimir Volker Waldemar Walter Werner Wilhelm William Winfried Wladimir Wolf Wolfgang Alfons Alois Ahmed Mohammed Ali Hassan Mahmud Emad Elon Sundar \
Satya Jeffrey Lloyd Geoffrey Bruce Dale Duane Gene Wayne Steffen Ole Uwe Hauke Heiner Jose José Jorge Juan Luis Carlos Miguel Kofi Vince Bernie Luke Mike Steve George Clarence ";

/// What a first name tells.
pub fn of_name(name: &str) -> Option<Gender> {
    let (first, _) = name.split_once(' ')?;
    if first.len() < 3 {
        return None;
    }
    if let Some(known) = NAMES.get(first) {
        return Some(*known);
    }
    let female = first.ends_with('a')
        || ["ine", "lde", "ette", "iane", "trud", "elle", "gard", "borg"]
            .iter()
            .any(|ending| first.ends_with(ending));
    if female {
        return Some(Gender::She);
    }
    first
        .ends_with(['o', 'd', 'k', 'f', 'b', 'g', 'p', 'w', 'v', 'r', 't'])
        .then_some(Gender::He)
}

static NAMES: LazyLock<HashMap<&str, Gender>> = LazyLock::new(|| {
    let she = SHE.split_whitespace().map(|name| (name, Gender::She));
    she.chain(HE.split_whitespace().map(|name| (name, Gender::He)))
        .collect()
});

/// What the words right before a name tell: "Frau", "Mr", "Ministerin", "Kauffrau".
pub fn told_before(doc: &Doc, token: usize) -> Option<Gender> {
    let mut at = token.checked_sub(1)?;
    for _ in 0..4 {
        match doc.word(at) {
            "Frau" | "Mrs" | "Ms" | "Miss" | "Lady" | "Baroness" | "Dame" | "Queen" | "Königin"
            | "Princess" | "Prinzessin" | "spokeswoman" | "chairwoman" | "congresswoman"
            | "Congresswoman" => return Some(Gender::She),
            "Herr" | "Herrn" | "Mr" | "Sir" | "Lord" | "King" | "König" | "Prince" | "Prinz"
            | "Papst" | "Pope" | "spokesman" | "chairman" | "Chairman" | "congressman" => {
                return Some(Gender::He);
            }
            "." | "Dr" | "Prof" | "Mag" | "Ing" => {}
            word => {
                let office = word.starts_with(char::is_uppercase);
                let feminine = [
                    "erin", "entin", "orin", "istin", "ärin", "frau", "chefin", "ltin", "ionärin",
                    "ändin", "eurin", "ätin", "önigin", "glerin",
                ]
                .iter()
                .any(|ending| word.ends_with(ending));
                return (office && feminine && word.len() > 6).then_some(Gender::She);
            }
        }
        at = at.checked_sub(1)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_names_and_forms_of_address_tell_he_and_she() {
        for (name, want) in [
            ("Petra Huber", Some(Gender::She)),
            ("Sascha Huber", Some(Gender::He)),
            ("Ann Field", Some(Gender::She)),
            ("Xi Huber", None),
            ("Huber", None),
        ] {
            assert_eq!(of_name(name), want, "{name}");
        }
        let doc = Doc::new("", "Finanzministerin Dr. Toni Huber und Frau Xi Meier");
        let at = |word: &str| {
            (0..doc.tokens.len())
                .find(|token| doc.word(*token) == word)
                .unwrap_or_default()
        };
        assert_eq!(told_before(&doc, at("Toni")), Some(Gender::She));
        assert_eq!(told_before(&doc, at("Xi")), Some(Gender::She));
    }
}
