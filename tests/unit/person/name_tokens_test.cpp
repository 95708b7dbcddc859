#include "person/name_tokens.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch::person;

namespace {

// Tokens as text: an initial with a full stop, a particle in brackets.
std::string shown(const std::vector<NameToken>& tokens) {
  std::string text;
  for (const NameToken& token : tokens) {
    if (!text.empty()) text += ' ';
    text += token.particle ? '(' + token.text + ')' : token.text;
    if (token.initial) text += '.';
  }
  return text;
}

std::string of_full(std::string_view full) {
  Name name;
  name.full = full;
  const NameTokens tokens = tokens_of(name);
  CHECK(tokens.given.empty());
  CHECK(tokens.family.empty());
  return shown(tokens.whole);
}

NameTokens of_parts(std::string_view given, std::string_view family) {
  Name name;
  name.given = given;
  name.family = family;
  return tokens_of(name);
}

std::string of_family(std::string_view family) {
  return shown(of_parts("", family).family);
}

}  // namespace

TEST_CASE("parts stay apart, and whole has all of them in order") {
  const NameTokens tokens = of_parts("Mohammed Iqbal", "Khan");
  CHECK(shown(tokens.given) == "mohammed iqbal");
  CHECK(shown(tokens.family) == "khan");
  CHECK(shown(tokens.whole) == "mohammed iqbal khan");
}

TEST_CASE("a comma behind the surname says that it comes first") {
  CHECK(of_full("Khan, Ali Raza") == "ali raza khan");
  CHECK(of_full("SMITH, Mr John") == "john smith");
  CHECK(of_full("Khan,") == "khan");
  CHECK(of_full(", Ali Khan") == "ali khan");
  CHECK(of_full("Ali Khan, Jr") == "ali khan");
  CHECK(of_full("Khan, Ali, Raza") == "khan ali raza");
}

TEST_CASE("one surname with and without its apostrophe or space is one word") {
  for (const char* family : {"O'Connor", "O’Connor", "O`Connor", "O' Connor", "O Connor", "OConnor",
                             "o'connor", "OʼConnor"}) {
    INFO(family);
    CHECK(of_family(family) == "oconnor");
    CHECK(of_full(std::string("Sean ") + family) == "sean oconnor");
  }
  for (const char* family : {"McDonald", "Mc Donald", "MC DONALD", "Mc-Donald"}) {
    INFO(family);
    CHECK(of_family(family) == "mcdonald");
  }
  CHECK(of_family("D' Souza") == "dsouza");
  CHECK(of_family("D'Souza") == "dsouza");
  CHECK(of_family("Mac Donald") == "macdonald");
  CHECK(of_full("Ella Fitz Gerald") == "ella fitzgerald");
}

TEST_CASE("an initial O is not the beginning of a surname") {
  CHECK(of_full("John O Smith") == "john o. smith");
  CHECK(of_full("John O. Connor") == "john o. connor");
  CHECK(shown(of_parts("John O", "Connor").whole) == "john o. connor");
}

TEST_CASE("hyphens and full stops part words") {
  CHECK(of_full("Anne-Marie Smith-Jones") == "anne marie smith jones");
  CHECK(of_full("Smith\u2011Jones") == "smith jones");
  CHECK(of_full("J.R. Smith") == "j. r. smith");
  CHECK(of_full("Md.Iqbal") == "md iqbal");
  CHECK(of_full("KHAN, MOHAMMED I") == "mohammed i. khan");
}

TEST_CASE("particles are marked, unless nothing else is there") {
  CHECK(of_family("de la Cruz") == "(de) (la) cruz");
  CHECK(of_family("Al-Hassan") == "(al) hassan");
  CHECK(of_full("Ahmed bin Ali") == "ahmed (bin) ali");
  CHECK(of_full("Rhys ap Owen") == "rhys (ap) owen");
  CHECK(of_full("Shams ud-Din") == "shams (ud) din");
  CHECK(of_family("Al") == "al");
  CHECK(of_family("De La") == "de la");
  CHECK(shown(of_parts("Van Anh", "Le").whole) == "van anh le");
}

TEST_CASE("a particle that begins a given name is a name") {
  CHECK(of_full("Ben Smith") == "ben smith");
  CHECK(of_full("Ahmed Ben Ali") == "ahmed (ben) ali");
  CHECK(shown(of_parts("Abu", "Hasan").given) == "abu");
}

TEST_CASE("titles go where a name remains") {
  CHECK(of_full("Mr Iqbal Khan") == "iqbal khan");
  CHECK(of_full("Dr. Iqbal Khan") == "iqbal khan");
  CHECK(of_full("Rev Dr Ann Lee") == "ann lee");
  CHECK(of_full("Haji Mohammed") == "mohammed");
  CHECK(of_full("John Smith Jr") == "john smith");
  CHECK(of_full("Sir") == "sir");
  CHECK(of_full("Mr Haji") == "haji");
  CHECK(of_full("Mohammed Haji") == "mohammed haji");
  CHECK(shown(of_parts("Mr", "Khan").whole) == "khan");
  CHECK(shown(of_parts("Haji", "Khan").whole) == "haji khan");
  CHECK(of_family("Junior") == "junior");
}

TEST_CASE("Md is Mohammed, and common names are never noise") {
  CHECK(of_full("Md Rahman") == "md rahman");
  CHECK(of_full("Mohd. Ali") == "mohd ali");
  CHECK(of_full("Begum") == "begum");
  CHECK(of_full("Harpreet Kaur Singh") == "harpreet kaur singh");
}

TEST_CASE("diacritics fold") {
  CHECK(of_full("Łukasz Wójcik") == "lukasz wojcik");
  CHECK(of_full("Çağlar Işık") == "caglar isik");
  CHECK(of_full("Ștefan Țepeș") == "stefan tepes");
  CHECK(of_full("Nguyễn Văn Đức") == "nguyen (van) duc");
  CHECK(of_full("Jörg Groß Ærø") == "jorg gross aero");
  CHECK(of_full("Se\u0301an") == "sean");
}

TEST_CASE("any script becomes letters to compare") {
  CHECK(of_full("Иван Петров") == "ivan petrov");
  CHECK(of_full("Γιώργος Παπαδόπουλος") == "giorgos papadopoulos");
  CHECK(of_full("محمد") == "mhmd");
  CHECK(of_full("李小龙") == "li xiao long");
  CHECK(of_full("김철수") == "gimcheolsu");
  CHECK_FALSE(of_full("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ").empty());
}

TEST_CASE("what no letter can be read from has no tokens") {
  CHECK(of_full("").empty());
  CHECK(of_full("😀 – '").empty());
  CHECK(of_full("\xff\xfe").empty());
}

TEST_CASE("tokens are bounded in number") {
  std::string many;
  for (int i = 0; i < 5'000; ++i)
    many += "ab ";
  Name name;
  name.given = many;
  name.family = many;
  const NameTokens tokens = tokens_of(name);
  CHECK(tokens.whole.size() == max_name_tokens);
  CHECK(tokens.family.size() == max_name_tokens);
}

TEST_CASE("text becomes words") {
  CHECK(ascii_words("Łukasz O’Neil-Çelik") == "lukasz oneil celik");
  CHECK(ascii_words("  12b, High   St. ") == "12b high st");
  CHECK(ascii_words("улица Мира 5") == "ulitsa mira 5");
  CHECK(ascii_words("--").empty());
}
