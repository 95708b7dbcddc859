#include "match/vocabulary.hpp"
#include "people.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

std::vector<RecordId> found_by(const Index& index, const person::Person& query) {
  std::vector<RecordId> found;
  for (const auto& one : index.search(Profile(query)).found)
    found.push_back(one.record);
  return found;
}

Word word_of(const std::string& text) {
  return {text, family_facts_of(text), false};
}

}  // namespace

TEST_CASE("an empty index finds nobody") {
  const Index index;
  const auto result = index.search(Profile(person_of("Ali Khan", "1985-03-14", "QQ123456C")));
  CHECK(result.found.empty());
  CHECK(result.complete);
  CHECK(index.size() == 0);
}

TEST_CASE("the strongest comes first") {
  Index index;
  const auto namesake = index.insert(Profile(person_of("Ali Khan", "1985-03-14")));
  const auto person = index.insert(Profile(person_of("Ali Khan", "1985-03-14", "QQ123456C")));
  CHECK(found_by(index, person_of("Ali Khan", "1985-03-14", "QQ123456C")) ==
        std::vector<RecordId>{person, namesake});
}

TEST_CASE("whoever is removed is not found, and his place is used again") {
  Index index;
  const auto khan = person_of("Ali Khan", "1985-03-14", "QQ123456C");
  const auto record = index.insert(Profile(khan));
  CHECK(found_by(index, khan) == std::vector<RecordId>{record});
  index.remove(record);
  index.remove(record);
  index.remove(1'000);
  CHECK(index.size() == 0);
  CHECK(found_by(index, khan).empty());
  const auto again = index.insert(Profile(person_of("Piotr Nowak", "1971-11-30", "QQ765432C")));
  CHECK(again == record);
  CHECK(found_by(index, khan).empty());
  CHECK(index.size() == 1);
}

TEST_CASE("an index that is filled and emptied again and again does not grow") {
  Index index;
  const auto fill_and_empty = [&] {
    std::vector<RecordId> records;
    for (int i = 0; i < 3'000; ++i)
      records.push_back(index.insert(Profile(
          at(person_of("Ali Khan " + std::string(static_cast<std::size_t>(1 + i % 5), 'x'),
                       "1985-03-1" + std::to_string(i % 9), "QQ" + std::to_string(100'000 + i)),
             std::to_string(i) + " High Street", "LU1 1AA"))));
    for (const auto record : records)
      index.remove(record);
  };
  fill_and_empty();
  const auto bytes = index.memory_bytes();
  for (int round = 0; round < 5; ++round)
    fill_and_empty();
  CHECK(index.memory_bytes() == bytes);
  CHECK(index.size() == 0);
}

TEST_CASE("a name that says too little is never a complete search by itself") {
  Index index;
  index.insert(Profile(person_of("Ali Hassan", "1985-03-14")));
  const auto complete = [&](const person::Person& query) {
    return index.search(Profile(query)).complete;
  };
  CHECK_FALSE(complete({}));
  CHECK_FALSE(complete(person_of("Ali")));
  CHECK_FALSE(complete(person_of("A. Khan")));
  CHECK_FALSE(complete(person_of("🚕")));
  CHECK_FALSE(complete(person_of("Ali Khan")));
  CHECK_FALSE(complete(at(person_of("Ali Khan"), "1 High Street", "LU1 1AA")));
  CHECK_FALSE(complete(person_of("Xhevahire")));
  CHECK(complete(person_of("Xhevahire Quetzalcoatl")));
  CHECK(complete(person_of("Ali", "1985-03-14")));
  CHECK(complete(person_of("Ali", "", "QQ123456C")));
}

TEST_CASE("a search that is cut short says so, with what it found") {
  Index index;
  for (int i = 0; i < 500; ++i)
    index.insert(Profile(person_of("Mohammed Khan", "1985-03-14")));
  const Profile query(person_of("Muhammad Khan", "1985-03-14"));
  const auto all = index.search(query);
  CHECK(all.complete);
  CHECK(all.found.size() == 500);
  const auto cut = index.search(query, {.comparisons = 100});
  CHECK_FALSE(cut.complete);
  CHECK(cut.found.size() == 100);
}

TEST_CASE("the vocabulary knows its words once, and which are a typing error apart") {
  Vocabulary words;
  const auto block = [](const std::string& text) { return word_of(text).facts.block; };
  const auto typos_of = [&](const std::string& text) {
    std::vector<std::uint32_t> room;
    const auto blocks = words.blocks_of_typos(word_of(text), room);
    return std::set<std::uint32_t>(blocks.begin(), blocks.end());
  };
  const auto iqbal = words.intern(word_of("iqbal"));
  CHECK(words.intern(word_of("iqbal")) == iqbal);
  CHECK(words[iqbal].text == "iqbal");
  CHECK(words.find("iqbal") == iqbal);
  CHECK_FALSE(words.find("iqbl").has_value());
  CHECK(typos_of("iqbal").empty());
  for (const auto* word : {"iqbl", "iqabl", "iqbol", "iiqbal", "qibal", "iqbam", "iqo", "akbar"})
    words.intern(word_of(word));
  const std::set<std::uint32_t> expected{block("iqbl"),   block("iqabl"), block("iqbol"),
                                         block("iiqbal"), block("qibal"), block("iqbam")};
  CHECK(typos_of("iqbal") == expected);
  // Of a word that is not there, too.
  CHECK(typos_of("iqbaal") == std::set{block("iqbal")});
  CHECK(typos_of("iqb").empty());
}
