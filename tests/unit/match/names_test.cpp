#include "match/name_tables.hpp"
#include "match/words.hpp"
#include "people.hpp"
#include "person/name_tokens.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

Word word_of(const std::string& text) {
  return {text, family_facts_of(text), false};
}
Likeness between(const std::string& a, const std::string& b) {
  const auto ours = likeness(word_of(a), word_of(b));
  CHECK(likeness(word_of(b), word_of(a)) == ours);
  return ours;
}
double weight(const std::string& a, const std::string& b) {
  return of(compared(person_of(a), person_of(b)), Field::name).weight;
}

}  // namespace

TEST_CASE("how alike two words are") {
  CHECK(between("khan", "khan") == Likeness::same);
  CHECK(between("mohammed", "muhammad") == Likeness::spelling);
  CHECK(between("mohammed", "mehmet") == Likeness::relative);
  CHECK(between("muhammad", "mehmed") == Likeness::relative);
  CHECK(between("robert", "rupert") == Likeness::relative);
  CHECK(between("catherine", "kit") == Likeness::relative);
  CHECK(between("nowicki", "nowciki") == Likeness::typo);
  CHECK(between("khan", "nowak") == Likeness::none);
  // One hop: both are Catherine's, and not one another's.
  CHECK(between("kit", "trina") == Likeness::none);
  // Nor is Maurice Mohammed because both are called Mo.
  CHECK(between("maurice", "mohammed") == Likeness::none);
}

TEST_CASE("names that are alike and not one are at most a typing error") {
  for (const auto& [a, b] :
       std::vector<std::pair<const char*, const char*>>{{"hassan", "hussain"},
                                                        {"hasan", "husain"},
                                                        {"jamal", "jamil"},
                                                        {"jameel", "jamaal"},
                                                        {"mahmood", "mohammed"},
                                                        {"salah", "saleh"},
                                                        {"khan", "kane"},
                                                        {"nasir", "nazir"},
                                                        {"jaswinder", "balwinder"},
                                                        {"harpreet", "gurpreet"}}) {
    INFO(a << ' ' << b);
    CHECK(between(a, b) <= Likeness::typo);
    CHECK(between(a, b) != Likeness::sound);
  }
}

TEST_CASE("a spelling that may be another name weighs less than a sure one") {
  CHECK(between("singh", "sing") == Likeness::spelling);
  CHECK(between("singh", "sinha") == Likeness::doubtful);
  CHECK(between("walsh", "welsh") == Likeness::doubtful);
  // Of no family: what clerks write in several ways.
  CHECK(between("zarghoon", "zarghun") == Likeness::doubtful);
  CHECK(between("brenkhaus", "brenkaus") == Likeness::doubtful);
  CHECK(weight("Walsh", "Walshe") > weight("Walsh", "Welsh"));
}

TEST_CASE("families of the cultures that drivers come from") {
  const std::vector<std::pair<const char*, const char*>> one_name{
      {"yusuf", "yousaf"},    {"hussain", "hossain"},  {"chowdhury", "choudhry"},
      {"maxamed", "mohamed"}, {"cabdi", "abdi"},       {"xasan", "hassan"},
      {"iqbal", "ikbal"},     {"qureshi", "quraishi"}, {"begum", "begom"},
      {"rahman", "rehman"},   {"miah", "mia"},         {"ahmed", "axmed"},
      {"osman", "usman"},     {"sheikh", "shaikh"}};
  for (const auto& [a, b] : one_name) {
    INFO(a << ' ' << b);
    CHECK(between(a, b) >= Likeness::sound);
  }
}

TEST_CASE("Turkish, Kurdish, Romanian and Lithuanian names are written in several ways") {
  for (const auto& [a, b] : std::vector<std::pair<const char*, const char*>>{
           // What is left of a dotless i, and what German and English offices write.
           {"Işık", "Isk"},
           {"Aydın", "Aydn"},
           {"Gülşen", "Guelsen"},
           {"Gülşen", "Gulshen"},
           {"Çiçek", "Chichek"},
           {"Demirtaş", "Demirtash"},
           {"Ceylan", "Djeylan"},
           // Kurmanji, Sorani, Turkish and Arabic spellings.
           {"Şoreş", "Shorsh"},
           {"Xebat", "Khabat"},
           {"Hejar", "Hazhar"},
           {"Ciwan", "Jwan"},
           {"Nêçîrvan", "Nechirwan"},
           {"Hewramî", "Hawrami"},
           {"Xoşnaw", "Khoshnaw"},
           // Hungarian and older forms.
           {"Ioniță", "Ionitza"},
           {"Kovács", "Covaci"},
           {"Székely", "Sekely"},
           {"Crețu", "Cretzu"},
           {"Mihai", "Mihaj"},
           {"Jonas", "Yonas"},
           {"Kęstutis", "Kiastutis"},
           {"Žemaitis", "Zhemaitis"},
           {"Jurevičius", "Yurevicius"}}) {
    const auto words = [](const char* text) {
      return person::tokens_of({text, "", "", person::NameKind::current}).whole.at(0).text;
    };
    INFO(a << ' ' << b);
    CHECK(between(words(a), words(b)) == Likeness::spelling);
  }
  // A wife's and a daughter's form of a Lithuanian surname may be another person's.
  CHECK(between("kazlauskas", "kazlauskiene") == Likeness::doubtful);
  CHECK(between("kazlauskas", "kazlauskaite") == Likeness::doubtful);
  CHECK(between("kazlauskas", "kavaliauskas") < Likeness::doubtful);
}

TEST_CASE("a name in any script is compared in Latin letters") {
  for (const auto& [a, b] : std::vector<std::pair<const char*, const char*>>{
           {"Иван Петров", "Ivan Petrov"},
           {"Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"},
           {"محمد خان", "Mohammed Khan"},
           {"عبدالرحمن احمد", "Abdul Rahman Ahmed"},
           {"ਗੁਰਦੀਪ ਸਿੰਘ", "Gurdip Singh"},
           {"মোহাম্মদ রহমান", "Mohammed Rahman"},
           {"मोहम्मद अली", "Muhammad Ali"},
           {"યુસુફ પટેલ", "Yousuf Patel"}}) {
    INFO(a);
    CHECK(weight(a, b) > 0);
  }
}

TEST_CASE("the nearer two names are written, the more they weigh") {
  CHECK(weight("Piotr Nowicki", "Piotr Nowicki") > weight("Piotr Nowicki", "Piotr Nowickj"));
  CHECK(weight("Piotr Nowicki", "Piotr Nowickj") > weight("Piotr Nowicki", "Piotr Nowycka"));
  CHECK(weight("Piotr Nowicki", "Piotr Nowycka") > weight("Piotr Nowicki", "Piotr Zielinski"));
  CHECK(weight("Piotr Jan Nowicki", "Piotr Jan Nowicki") >
        weight("Piotr Jan Nowicki", "Piotr Nowicki"));
  CHECK(weight("Robert Jones", "Bob Jones") > weight("Robert Jones", "Alan Jones"));
}

TEST_CASE("names that are hardly names are compared all the same") {
  const std::string long_word(10'000, 'k');
  std::string many_words;
  for (int i = 0; i < 2'000; ++i)
    many_words += "word" + std::to_string(i) + " ";
  for (const auto& odd : {std::string(), std::string("X"), std::string("7"), std::string("🚕🚕"),
                          std::string("\u202eKhan\u200f"), std::string("\U000E0FFF\U0003FFFD"),
                          std::string("''''"), long_word, many_words}) {
    const auto with_itself = compared(person_of(odd, "1985-03-14"), person_of(odd, "1985-03-14"));
    CHECK(with_itself.evidence.size() == 7);
    CHECK(with_itself.evidence[0].weight >= 0);
    CHECK(compared(person_of(odd), person_of("Ali Khan")).band == Band::none);
  }
}
