//! Verbs of saying and other words that attribute speech, German and English.
//!
//! Only words; how they are read is decided where they are asked.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a word is a form of a verb of saying.
pub fn is_saying(word: &str) -> bool {
    if word.len() < 3 || word.len() > 18 {
        return false;
    }
    let lower;
    let word = if word.bytes().any(|b| b.is_ascii_uppercase()) || word.starts_with(['Ä', 'Ü']) {
        lower = word.to_lowercase();
        &lower
    } else {
        word
    };
    SAYINGS.contains(word)
}

/// Whether the word before a verb of saying makes it passive or the person its object ("wird zitiert" is fine, "told" is not).
pub fn takes_hearer(word: &str) -> bool {
    matches!(
        word,
        "told" | "tells" | "informed" | "reminded" | "assured" | "warned" | "urged" | "asked"
    )
}

/// Whether a noun announces the title of a work, a motto or a name in marks.
pub fn announces_title(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "film",
        "films",
        "filme",
        "buch",
        "buches",
        "buchs",
        "roman",
        "romans",
        "album",
        "albums",
        "lied",
        "lieder",
        "song",
        "songs",
        "titel",
        "titeln",
        "motto",
        "serie",
        "stück",
        "stücks",
        "sendung",
        "artikel",
        "artikels",
        "studie",
        "projekt",
        "projekts",
        "projektes",
        "aktion",
        "kampagne",
        "initiative",
        "bündnis",
        "bündnisses",
        "rubrik",
        "ausstellung",
        "verein",
        "vereins",
        "magazin",
        "magazins",
        "zeitschrift",
        "zeitung",
        "preis",
        "preises",
        "kategorie",
        "name",
        "namen",
        "begriff",
        "show",
        "reihe",
        "oper",
        "komödie",
        "drama",
        "dokumentation",
        "konferenz",
        "tagung",
        "organisation",
        "gruppe",
        "stiftung",
        "gesetz",
        "programm",
        "programms",
        "spiel",
        "spiels",
        "podcast",
        "band",
        "single",
        "aufschrift",
        "überschrift",
        "schlagzeile",
        "thema",
        "slogan",
        "book",
        "novel",
        "movie",
        "series",
        "exhibition",
        "called",
        "entitled",
        "titled",
        "named",
        "headline",
        "episode",
        "dubbed",
        "schiff",
        "bericht",
        "werk",
        "gemälde",
        "gedicht",
        "aufsatz",
        "essay",
        "ballett",
        "musical",
        "hymne",
        "operation",
        "gesellschaft",
        "wettbewerb",
        "fonds",
        "netzwerk",
        "partei",
        "vereinigung",
        "blog",
        "theater",
        "buchtitel",
        "tatbestand",
        "kommission",
        "sogenannte",
        "sogenannten",
        "genannte",
        "genannten",
        "sonderausstellung",
        "report",
        "song",
        "track",
        "play",
        "paper",
        "study",
        "campaign",
    ];
    let word = word.to_lowercase();
    ENDS.iter().any(|end| word.ends_with(end)) && !word.ends_with("glied")
}

/// Words that put the source of what is said before it: "laut X", "nach Angaben von X", "according to X".
pub fn is_source_word(word: &str) -> bool {
    matches!(
        word,
        "laut"
            | "Laut"
            | "zufolge"
            | "according"
            | "According"
            | "Angaben"
            | "Aussage"
            | "Aussagen"
            | "Worten"
            | "Worte"
            | "Ansicht"
            | "Meinung"
            | "Auffassung"
            | "Einschätzung"
            | "words"
    )
}

/// Prepositions that make the person after them no subject.
pub fn turns_away(word: &str) -> bool {
    matches!(
        word,
        "gegenüber"
            | "mit"
            | "für"
            | "über"
            | "gegen"
            | "an"
            | "auf"
            | "bei"
            | "um"
            | "ohne"
            | "durch"
            | "neben"
            | "hinter"
            | "zwischen"
            | "zum"
            | "zur"
            | "zu"
            | "about"
            | "with"
            | "for"
            | "against"
            | "to"
            | "of"
            | "between"
            | "on"
            | "over"
            | "into"
            | "under"
            | "told"
            | "than"
            | "als"
            | "like"
            | "wie"
            | "beim"
            | "vor"
            | "seit"
            | "unter"
            | "vom"
            | "gegenueber"
    )
}

static SAYINGS: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split(' ').collect());

const WORDS: &str = "accused acknowledged added adds admits admitted affirmed agreed agrees analysierte angekündigt announced antwortet antwortete antworteten appelliert \
appellierte argued argues argumentiert argumentierte asked asks asserted asserts attestierte bat bedauert bedauerte befand befürchtet befürchtete \
begründet begründete begründeten begrüßt begrüßte behaupten behauptet behauptete behaupteten bekannte bekennt beklagt beklagte bekräftigt bekräftigte \
believes bemerkt bemerkte bemängelt bemängelte berichtet berichtete berichteten beschied beschreibt beschrieb beschwerte beschwor bestätigt bestätigte \
bestätigten beteuert beteuerte betonen betont betonte betonten bewertete bezeichnet bezeichnete bezeichneten bilanziert bilanzierte bittet blamed \
boasted brüllte called cautioned claimed claims commented comments complained conceded concluded concludes confirmed continued continues countered \
criticised criticized dachte declared declares dementiert dementierte denied denkt described describes deutete droht drohte eingeräumt empfahl \
empfiehlt emphasised emphasized entgegnet entgegnete ergänzt ergänzte ergänzten erinnert erinnerte erinnerten erklären erklärt erklärte erklärten \
erläutert erläuterte erläuterten erwidert erwiderte erzählt erzählte erzählten exclaimed explained explains expressed fasste flüsterte \
folgerte fordert forderte forderten formuliert formulierte fragt fragte fragten freut freute fügt fügte fügten führt führte gab gaben gefordert \
gefragt gelobt gemeint genannt gerufen gesagt geschrieben gesprochen gestand gesteht gewarnt geäußert gibt glaubt glaubte gratulierte hebt heißt hieß \
hinzugefügt hob hofft hoffte hoped höhnte informierte insisted insists interpretierte joked jubelte klagt klagte kommentiert kommentierte \
kommentierten kondolierte konstatiert konstatierte kontert konterte kritisiert kritisierte kritisierten kündigte lamented lauten lautet lautete lehnte \
ließ lobt lobte mahnt mahnte maintained maintains meint meinte meinten mitgeteilt moniert monierte murmelte mutmaßt mutmaßte nannte nannten nennt \
noted notes notierte observed offenbarte pleaded plädiert plädierte pointed posted postet postete praised predicted predicts prognostiziert \
prognostizierte promised prophezeite präzisiert präzisierte quipped quittierte quoted read reads reagiert reagierte recalled recalls rechtfertigt \
rechtfertigte recounted reiterated remarked replied replies reported responded responds resümiert resümierte revealed rief riefen riet ruft rät räumte \
rüffelte rügt rügte sage sagen sagst sagt sagte sagten said say saying says scherzt scherzte schildert schilderte schloss schlussfolgerte schreiben \
schreibt schreit schrie schrieb schrieben schwärmt schwärmte shouted signalisierte sinnierte skandierte skandierten spekulierte spottete sprach \
sprachen spricht stated states stellt stellte stichelte stressed suggested suggests teilt teilte teilten tells testified thinks thought told tweeted \
twittert twitterte unterstellte unterstreicht unterstrich unterstrichen urged urteilt urteilte veranschaulichte verkündet verkündete verkündeten \
verlangt verlangte verlautet verlautete vermutet vermutete verriet verrät versichert versicherte versicherten versprach verspricht versprochen \
verteidigt verteidigte vertrat verweist verwies vowed wandte warf warned warns warnt warnte warnten weist wendet wertet wertete wetterte widersprach \
widerspricht wiederholt wiederholte wies wirft witzelte writes wrote würdigt würdigte zeigt zeigte zitiert zitierte zitierten ätzte äußert äußerte \
äußerten überlegte";
