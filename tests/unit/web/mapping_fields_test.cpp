// A column mapping between the heading row of a file, the boxes of its form, and its JSON.
#include "web/mapping_fields.hpp"

#include "core/json.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::web;

namespace {

using Headings = std::vector<std::string>;

Answer known_answer() {
  return {
      .status = 200,
      .json = core::parse_json(R"({"mappings":[{"name":"ours","columns":[{"column":"family_name",)"
                               R"("header":"Nachname"}]},{"name":"default","columns":[)"
                               R"({"column":"licence_number","header":"licence_number"},)"
                               R"({"column":"family_name","header":"family_name"},)"
                               R"({"column":"status","header":"status"}]}]})")
                  .value(),
      .headers = {}};
}

}  // namespace

TEST_CASE("the headings of a row are parted by tabs or commas, and each is another") {
  CHECK(read_headings("\xEF\xBB\xBF\r\n Badge\tHolder, whole \t\tBadge type\r\n1\t2\t3\t4\n", 2)
            .headings == Headings{"Badge", "Holder, whole", "Badge type"});
  CHECK(read_headings("\xEF\xBB\xBF\"Badge, No\",Name of\n1,2", 2).headings ==
        Headings{"Badge, No", "Name of"});
  CHECK(read_headings("Stra\xDF"
                      "e,Ort",
                      2)
            .headings == Headings{"Straße", "Ort"});
  CHECK(read_headings("Badge", 1).headings == Headings{"Badge"});
  for (const auto* bad : {"", " \n", "Badge", "a;b;c", "a,A ", "a,\"b", "PK\x03\x04,b"}) {
    INFO(bad);
    CHECK_FALSE(read_headings(bad, 2).fault.empty());
  }
  CHECK_FALSE(read_headings("a," + std::string(201, 'x'), 2).fault.empty());
}

TEST_CASE("a heading that is known in another spelling is guessed, each field once") {
  const auto known = known_mappings(known_answer());
  CHECK(known.fields == Headings{"licence_number", "family_name", "status"});
  MappingTyped typed;
  add_headings(typed, {"LICENCE NUMBER", "nachname.", "Family name", "Ward"}, known);
  CHECK(typed.headings.size() == 4);
  CHECK(typed.chosen == std::map<std::string, std::string>{{"licence_number", "LICENCE NUMBER"},
                                                           {"family_name", "nachname."}});
  add_headings(typed, {"ward", "Status"}, known);
  CHECK(typed.headings.size() == 5);
  CHECK(typed.chosen.at("status") == "Status");
}

TEST_CASE("a mapping that goes through its form is the same, what has no box too") {
  const std::string text =
      R"({"format":"badgewatch-mapping/1","name":"m","description":"d","columns":)"
      R"({"family_name":{"header":"Nachname"},"licence_number":{"header":"No"}},"values":)"
      R"({"class":{"HC":"hackney_carriage"},"status":{},"driving_licence_issuer":)"
      R"({"Paris":"FR","DVLA":"GB"}},"defaults":{"postcode":"LS1 1AA","class":"dual"},)"
      R"("dates":["dmy"],"name_order":"family_comma_given"})";
  const auto json = core::parse_json(text).value();
  const auto typed = typed_of_mapping(JsonView(json));
  CHECK(mapping_body(typed, JsonView(json)) == text);
  FormErrors errors;
  check_mapping(typed, errors);
  CHECK(errors.empty());
}

TEST_CASE("a word that stands for two of ours is told at the second") {
  const auto json = core::parse_json(R"({"values":{"class":{"hc":"hackney_carriage"}}})").value();
  auto typed = typed_of_mapping(JsonView(json));
  typed.words["class-dual"] = "both\n HC ";
  FormErrors errors;
  check_mapping(typed, errors);
  CHECK_FALSE(errors.of("class-dual").empty());
  CHECK(errors.of("class-hackney_carriage").empty());
  // A word of the register's stands where it stood: no other one takes it.
  add_words(typed, JsonView(json));
  CHECK(typed.words["class-hackney_carriage"] == "hc");
}

TEST_CASE("a mapping of decisions goes through its form with the words of decisions") {
  const std::string text =
      R"({"format":"badgewatch-mapping/1","name":"m","description":"d","kind":"decisions","columns":)"
      R"({"family_name":{"header":"Nachname"},"your_reference":{"header":"Case"}},"values":)"
      R"({"kind":{"Revoked":"revocation"},"relies_on_relevant_information":{"Ja":"true"},)"
      R"("driving_licence_issuer":{"Paris":"FR"}},"defaults":{"postcode":"LS1 1AA",)"
      R"("relies_on_relevant_information":"true"},"dates":["dmy"],"name_order":"as_written"})";
  const auto json = core::parse_json(text).value();
  const auto typed = typed_of_mapping(JsonView(json));
  CHECK(typed.kind == "decisions");
  CHECK(typed.words.at("kind-revocation") == "Revoked");
  CHECK(mapping_body(typed, JsonView(json)) == text);
  const auto places = mapping_places(typed, known_mappings(known_answer()));
  const auto place_of = [&](const std::string& pointer) {
    for (const auto& one : places)
      if (one.pointer == pointer) return one.field;
    return std::string();
  };
  CHECK(place_of("/columns") == "heading-your_reference");
  CHECK(place_of("/values/kind") == "kind-refusal");
  CHECK(place_of("/defaults/relies_on_relevant_information") ==
        "default-relies_on_relevant_information");
  CHECK(place_of("/defaults/class").empty());
}
