#include "domain/disclosure.hpp"

#include "domain/file_kind.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <tuple>

using namespace badgewatch;
using namespace badgewatch::domain;

namespace {

using Act = DisclosureAct;
using State = DisclosureState;
using Side = DisclosureSide;

// The table, written down a second time: where each leads, and nothing else does anything.
const std::map<std::tuple<State, Side, Act>, State> moves = {
    {{State::open, Side::asking, Act::message}, State::open},
    {{State::open, Side::asking, Act::attachment}, State::open},
    {{State::open, Side::asking, Act::withdraw}, State::withdrawn},
    {{State::open, Side::recording, Act::message}, State::open},
    {{State::open, Side::recording, Act::attachment}, State::open},
    {{State::open, Side::recording, Act::answer}, State::answered},
    {{State::answered, Side::asking, Act::message}, State::answered},
    {{State::answered, Side::asking, Act::attachment}, State::answered},
    {{State::answered, Side::asking, Act::had_regard}, State::closed},
    {{State::answered, Side::recording, Act::message}, State::answered},
    {{State::answered, Side::recording, Act::attachment}, State::answered},
};

constexpr std::array all_states{State::open, State::answered, State::closed, State::withdrawn};
constexpr std::array both_sides{Side::asking, Side::recording};

}  // namespace

TEST_CASE("A request moves as its table says, and in no other way") {
  for (const auto state : all_states)
    for (const auto side : both_sides)
      for (const auto act : disclosure_acts) {
        INFO(name_of(state) << " " << name_of(act) << " " << static_cast<int>(side));
        const auto there = moves.find({state, side, act});
        const auto next = after(state, act, side);
        CHECK(next == (there == moves.end() ? std::nullopt : std::optional(there->second)));
      }
}

TEST_CASE("An illegal move names the state and each legal one") {
  for (const auto state : all_states)
    for (const auto side : both_sides)
      for (const auto act : disclosure_acts) {
        if (after(state, act, side)) continue;
        const auto error = not_possible(state, act, side);
        INFO(error.detail());
        if (!is_act_of(act, side)) {
          CHECK(error.code() == core::Errc::forbidden);
          continue;
        }
        CHECK(error.code() == core::Errc::conflict);
        CHECK(error.detail().find("`" + std::string(name_of(state)) + "`") != std::string::npos);
        const auto list = error.detail().substr(error.detail().find("`. "));
        for (const auto other : disclosure_acts) {
          const bool named = list.find(name_of(other)) != std::string::npos;
          CHECK(named == after(state, other, side).has_value());
        }
      }
}

TEST_CASE("A file is what its bytes say") {
  CHECK(file_kind_of("%PDF-1.7\n...") == FileKind::pdf);
  CHECK(file_kind_of("\x89PNG\r\n\x1a\n...") == FileKind::png);
  CHECK(file_kind_of("\xff\xd8\xff\xe0...") == FileKind::jpeg);
  CHECK(file_kind_of("Dear Leeds,\r\n\tŁukasz") == FileKind::text);
  for (const std::string_view other :
       {"", "<html><script>alert(1)</script>", "  \r\n<svg xmlns='x'/>", "\xef\xbb\xbf<?xml ?>",
        "PK\x03\x04 a zip", "MZ\x90",
        "\x7f"
        "ELF",
        "GIF89a\x01",
        "\xff\xfe"
        "U\0T\0F",
        "a\x01b", "\xc3(", "\x89PNG"})
    CHECK_FALSE(file_kind_of(other));
  CHECK_FALSE(file_kind_of(std::string_view("a\0b", 3)));
}

TEST_CASE("A file's name is a plain name, and says what the file is") {
  CHECK(is_file_name("Letter of 3 May.pdf", FileKind::pdf));
  CHECK(is_file_name("scan_1.JPEG", FileKind::jpeg));
  CHECK(is_file_name("Żółw.txt", FileKind::text));
  for (const std::string_view other :
       {"", ".pdf", "letter.pdf.exe", "letter", "letter.png", "../letter.pdf", "a/b.pdf",
        "a\\b.pdf", "a\"b.pdf", "a;b.pdf", "a\nb.pdf", " .pdf", "C:letter.pdf"})
    CHECK_FALSE(is_file_name(other, FileKind::pdf));
  CHECK_FALSE(is_file_name(std::string(97, 'a') + ".pdf", FileKind::pdf));
  CHECK(is_file_name(std::string(96, 'a') + ".pdf", FileKind::pdf));
}
