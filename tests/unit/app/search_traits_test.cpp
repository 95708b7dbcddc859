// What the rules of misuse see of a search: the same where it is the same, and nothing in the
// clear.
#include "app/search_traits.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace badgewatch;

namespace {

const core::Hash key{1};
const core::Hash other_key{2};
const ports::Caller system_of_leeds{.authority = "LDS", .actor = "key"};

domain::CheckRequest asked(const std::string& name, const std::string& postcode = "LS1 1AA") {
  domain::CheckRequest request;
  request.case_reference = "CASE/1";
  request.subject.names = {{.full = name, .given = {}, .family = {}}};
  request.subject.date_of_birth = person::BirthDate{1985, 3, 14};
  request.subject.addresses = {{.lines = {"1 High Street"}, .postcode = postcode}};
  return request;
}

domain::SearchTraits traits(const domain::CheckRequest& request) {
  return app::traits_of(system_of_leeds, request, {}, key);
}

app::WellKnown the_list() {
  std::ifstream file(BW_SOURCE_DIR "/config/misuse/well-known.txt");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto list = app::WellKnown::read(text);
  REQUIRE(list.has_value());
  return *list;
}

bool holds(const app::WellKnown& list, const std::string& name, int year) {
  auto request = asked(name);
  request.subject.date_of_birth = person::BirthDate{year, 1, 1};
  if (year == 0) request.subject.date_of_birth.reset();
  return list.holds(request.subject);
}

}  // namespace

TEST_CASE(
    "spellings of one name, in any order, are one person; another date or number is another") {
  const auto one = traits(asked("Mohammed Iqbal Khan"));
  CHECK(traits(asked("KHAN, Muhammad Iqbal")).person == one.person);
  CHECK((traits(asked("Mohammed Iqbal Khan")) == one));
  auto walked = asked("Mohammed Iqbal Khan");
  walked.subject.date_of_birth = person::BirthDate{1985, 3, 15};
  CHECK(traits(walked).person != one.person);
  CHECK(traits(walked).particulars != one.particulars);
  CHECK(traits(walked).name == one.name);
  walked = asked("Mohammed Iqbal Khan");
  walked.subject.national_insurance_number = "QQ123456C";
  CHECK(traits(walked).person == one.person);
  CHECK(traits(walked).particulars != one.particulars);
  CHECK(traits(asked("Mohammed Iqbal Shah")).name != one.name);
}

TEST_CASE("neighbours share postcode or household, and nobody shares what was not given") {
  const auto one = traits(asked("John Gawkrodger"));
  const auto relative = traits(asked("Jane Gawkrodger", "LS1 1AB"));
  CHECK(relative.household == one.household);
  CHECK(relative.postcode != one.postcode);
  CHECK(traits(asked("Jane Gawkrodger", "LS2 1AB")).household != one.household);
  CHECK(traits(asked("Jane Huckaback")).postcode == one.postcode);
  const auto nowhere = traits(asked("John Gawkrodger", ""));
  CHECK(nowhere.postcode == 0);
  CHECK(nowhere.household == 0);
}

TEST_CASE("a trait says nothing without its key, and no two kinds of trait are alike") {
  const auto one = traits(asked("John Gawkrodger"));
  const auto elsewhere = app::traits_of(system_of_leeds, asked("John Gawkrodger"), {}, other_key);
  CHECK(elsewhere.person != one.person);
  CHECK(elsewhere.case_reference != one.case_reference);
  CHECK(one.person != one.name);
  CHECK(one.person != one.particulars);
}

TEST_CASE("an officer's own full name is marked; a system has none") {
  ports::Caller officer{
      .authority = "LDS", .actor = "1", .label = "Muhammad Khan", .is_person = true};
  const auto own = [&](const std::string& name) {
    return app::traits_of(officer, asked(name), {}, key).own_name;
  };
  CHECK(own("Mohammed Khan"));
  CHECK_FALSE(own("Mohammed Iqbal Khan"));
  officer.is_person = false;
  CHECK_FALSE(own("Mohammed Khan"));
}

TEST_CASE(
    "well-known people are known in any spelling, with further names, and not by half a name") {
  const auto list = the_list();
  CHECK(list.size() > 30);
  CHECK(holds(list, "Keir Starmer", 1962));
  CHECK(holds(list, "STARMER, Keir Rodney", 1962));
  CHECK(holds(list, "Muhammad Salah", 1992));
  CHECK(holds(list, "Muhammad Salah", 0));
  CHECK_FALSE(holds(list, "Muhammad Salah", 1971));
  CHECK_FALSE(holds(list, "Salah", 1992));
  CHECK_FALSE(holds(list, "Keir Gawkrodger", 1962));
}

TEST_CASE("a wrong line of the list is named") {
  const auto read = [](const std::string& text) {
    const auto list = app::WellKnown::read("# format: badgewatch-well-known/1\n" + text);
    return list ? std::string() : list.error().detail();
  };
  CHECK_FALSE(read("A Gawkrodger; 1962\n").empty());
  CHECK(read("Barnaby Ingleby; 1970\n").empty());
  CHECK(read("Barnaby Ingleby\n").find("Line 2") != std::string::npos);
  CHECK(read("\nBarnaby Ingleby; soon\n").find("Line 3") != std::string::npos);
  CHECK_FALSE(app::WellKnown::read("Barnaby Ingleby; 1970").has_value());
}
