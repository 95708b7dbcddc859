#include "match/learning.hpp"

#include "match/in_order.hpp"
#include "match/line_blocks.hpp"
#include "match/match.hpp"
#include "match/rows.hpp"
#include "match/spares.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace badgewatch::matcher {

namespace {

constexpr std::size_t least_people = 10'000;
// Of a larger file this many pieces of this size are read.
constexpr std::uintmax_t pieces = 256;
constexpr std::uintmax_t piece_size = 32 * 1024;

using Profiles = std::vector<match::Profile>;

void read_people(const LineBlock& lines, core::Date today, Profiles& people) {
  people.clear();
  each_line(lines, [&](const Line& line) {
    const auto json = json_of(line);
    if (!json) return;
    core::Problems problems;
    person::Warnings warnings;
    const auto person =
        person::read_person(*json, "", person::Reading::lenient, today, problems, warnings);
    if (problems.empty() || json->find("names") != nullptr) people.emplace_back(person);
  });
}

// `next` gives the lines, block by block.
template <class Next>
void count_people(Next&& next, core::Date today, match::FrequencyCount& count) {
  Spares<Profiles> spares;
  in_order(
      next,
      [&](const LineBlock& lines) {
        auto people = spares.take();
        read_people(lines, today, *people);
        return people;
      },
      [&](std::unique_ptr<Profiles> people) {
        for (const auto& person : *people)
          count.add(person);
        spares.give(std::move(people));
        return true;
      });
}

// What begins and ends within the piece of `file` that begins at `from`.
std::string whole_lines(std::ifstream& file, std::uintmax_t from) {
  std::string text(piece_size, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(from));
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  const auto first = from == 0 ? 0 : text.find('\n') + 1;
  const auto last = text.rfind('\n');
  if (last == std::string::npos || last < first) return {};
  return text.substr(first, last + 1 - first);
}

void count_file(const std::string& path, core::Date today, match::FrequencyCount& count) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed) || failed) return;
  const auto size = std::filesystem::file_size(path, failed);
  std::ifstream file(path, std::ios::binary);
  if (!file || failed) return;
  if (size <= pieces * piece_size) {
    LineBlocks lines(file);
    count_people([&] { return lines.next(); }, today, count);
    return;
  }
  std::uintmax_t piece = 0;
  const auto next_piece = [&]() -> std::optional<LineBlock> {
    if (piece == pieces) return {};
    // The first piece has the first line, where a byte order mark may stand.
    const std::size_t first = piece == 0 ? 1 : 2;
    return LineBlock{first, whole_lines(file, size / pieces * piece++)};
  };
  count_people(next_piece, today, count);
}

}  // namespace

core::Result<match::Frequencies> frequencies_for(const Options& options,
                                                 const std::vector<std::string>& files,
                                                 bool duplicates) {
  if (options.frequencies == "built-in") return match::Frequencies::built_in();
  if (!options.frequencies.empty()) {
    std::ifstream file(options.frequencies, std::ios::binary);
    if (!file) return core::Error(core::Errc::invalid, options.frequencies + " cannot be read");
    return match::Frequencies::read(std::string(std::istreambuf_iterator<char>(file), {}));
  }
  match::FrequencyCount count;
  for (const auto& path : files)
    count_file(path, options.today, count);
  if (count.people() < least_people) return match::Frequencies::built_in();
  return duplicates ? count.learnt_from_duplicates() : count.learnt();
}

}  // namespace badgewatch::matcher
