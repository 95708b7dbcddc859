// The people of an NDJSON file, one PERSON a line.
#pragma once

#include "core/date.hpp"
#include "match/id_lines.hpp"
#include "match/in_order.hpp"
#include "match/line_blocks.hpp"
#include "match/match.hpp"
#include "match/rows.hpp"
#include "match/spares.hpp"

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace badgewatch::matcher {

// `id` is JSON as it was given (text or number), or the line's number where there was none.
struct Named {
  std::string id;
  match::Profile profile;
};

class People {
public:
  People(const std::string& path, core::Date today, bool all_warnings,
         const match::Frequencies& frequencies);
  // Why there is nothing to read, as a sentence; nothing when there is.
  const std::optional<std::string>& fault() const { return fault_; }
  bool any_bad() const { return complaints_.any_bad(); }

  // Gives everybody to `work`, in several threads, and what it makes of them to `take`, in the
  // order of the file. Lines that cannot be read are told and left out. Ends when `take` gives
  // false.
  template <class Work, class Take>
  void each(const Work& work, Take&& take);
  // As they are, one after the other: whoever takes a Named& may move from it.
  template <class Take>
  void each(Take&& take);

private:
  // What is to be told of a line.
  struct Told {
    std::size_t line = 0;
    core::Problems problems;
    person::Warnings warnings;
  };
  using Ids = std::vector<std::pair<std::size_t, std::uint64_t>>;  // by line: IdLines::hash_of()
  // Of a block of lines. It is used again, so that it is emptied by the threads that fill it: to
  // give back what another thread asked for is slow, and keeps that one waiting.
  struct Reading {
    std::vector<Named> people;
    std::vector<Told> told;
    std::size_t warnings = 0;          // of `told`
    std::size_t further_warnings = 0;  // that nobody will be told
    Ids ids;

    void clear();
  };
  using Readings = Spares<Reading>;

  std::unique_ptr<Reading> read(const LineBlock& lines);
  void read_one(const Line& line, Reading& reading) const;
  void tell(Reading& reading);

  std::ifstream file_;
  std::optional<std::string> fault_;
  core::Date today_;
  match::Frequencies frequencies_;
  Complaints complaints_;
  LineBlocks lines_;
  IdLines line_of_;
  Readings readings_;
};

// Prints the fault; the status to end with.
int no_input(const People& people);

template <class Work, class Take>
void People::each(const Work& work, Take&& take) {
  using Made = std::invoke_result_t<const Work&, const Named&>;
  struct Done {
    std::unique_ptr<Reading> reading;
    std::vector<Made> made;
  };
  in_order([&] { return lines_.next(); },
           [&](const LineBlock& lines) {
             Done done{read(lines), {}};
             done.made.reserve(done.reading->people.size());
             for (const auto& one : done.reading->people)
               done.made.push_back(work(one));
             return done;
           },
           [&](Done done) {
             tell(*done.reading);
             readings_.give(std::move(done.reading));
             for (auto& made : done.made)
               if (!take(std::move(made))) return false;
             return true;
           });
}

template <class Take>
void People::each(Take&& take) {
  in_order([&] { return lines_.next(); }, [&](const LineBlock& lines) { return read(lines); },
           [&](std::unique_ptr<Reading> reading) {
             tell(*reading);
             for (auto& one : reading->people)
               if (!take(one)) return false;
             readings_.give(std::move(reading));
             return true;
           });
}

}  // namespace badgewatch::matcher
