// The one engine: every check, watch and reconciliation compares people through this header.
#pragma once

#include "core/json_writer.hpp"
#include "core/uuid.hpp"
#include "match/frequencies.hpp"
#include "person/person.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::match {

enum class Band { none, possible, strong };
enum class Verdict { agree, similar, conflict, missing };
enum class Field {
  name,
  date_of_birth,
  national_insurance_number,
  driving_licence_number,
  address,
  email,
  telephone
};

std::string_view name_of(Band band);
std::string_view name_of(Verdict verdict);
std::string_view name_of(Field field);

// One field of a comparison. `weight` is log2 odds; `note` is a sentence for a licensing officer
// and repeats nothing of either record but the names that the searcher may see.
struct Evidence {
  Field field = Field::name;
  Verdict verdict = Verdict::missing;
  double weight = 0;
  std::string note;
};

struct Comparison {
  double weight = 0;       // log2 odds that both are one person, prior included
  double probability = 0;  // 0 to 1, from the weight
  Band band = Band::none;
  std::vector<Evidence> evidence;  // one for each Field, in the order of Field
};

// A comparison without its explanation.
struct Score {
  double weight = 0;
  Band band = Band::none;
};

// A person made ready for comparing: tokens, keys, packed numbers. Made once, compared often.
// Immutable; cheap to move.
class Profile {
public:
  explicit Profile(const person::Person& person,
                   const Frequencies& frequencies = Frequencies::built_in());
  ~Profile();
  Profile(Profile&&) noexcept;
  Profile& operator=(Profile&&) noexcept;
  // Frequencies::fingerprint() of the table that it was made with.
  std::uint32_t table() const;
  struct Data;
  const Data& data() const { return *data_; }

private:
  std::unique_ptr<Data> data_;
};

// The probability that log2 odds of `weight` stand for.
double probability_of(double weight);
// The other way round; no weight reaches 1, every weight reaches 0.
double weight_of_probability(double probability);

// The version of normaliser, keys, families, weights and built-in frequencies, named in every
// proof.
std::string_view rules_version();
// The same with another table of frequencies.
std::string rules_version(const Frequencies& frequencies);

// The exhaustive reference: compares two people, every field. Symmetrical. Both profiles are of one
// table of frequencies, or this throws std::logic_error: their weights have no common measure.
Score score(const Profile& a, const Profile& b);
// Whether the searcher is shown the other's name: where not, notes say how names are alike, and no
// word of them.
enum class OthersName { shown, not_shown };
// The same with its explanation; notes name `a` first.
Comparison compare(const Profile& a, const Profile& b, OthersName name = OthersName::shown);

// Two people as a human's finding about them is bound to: all that is compared of both, as it is
// compared, and each field's verdict. The same whoever is `a`, in whatever order and format names,
// words and addresses were written, and with whatever frequencies; another one when a value of
// either that is compared changes, or a verdict. Holds personal data: for a keyed hash, never to be
// kept. Costs some microseconds.
std::string pair_of(const Profile& a, const Profile& b);

// A record of the index by its place; stays valid until that record is removed.
using RecordId = std::uint32_t;

struct Candidate {
  RecordId record = 0;
  double weight = 0;
  Band band = Band::none;
};

struct SearchResult {
  std::vector<Candidate> found;  // band possible or better, the strongest first
  // False when a limit cut the search, or when the query says too little to find anybody by (a name
  // that many people have, and neither a date of birth nor a number): then `no_match` must not be
  // said. Otherwise `found` is all that score() rates possible or better.
  bool complete = true;
  std::size_t compared = 0;
};

struct SearchLimits {
  // How much work one search may do before it says that it is not complete.
  std::size_t comparisons = 200'000;
  // Pairs of band none are found too where they weigh at least this and share a key or are born on
  // days that are alike: for ranking, not for checks.
  double none_from = std::numeric_limits<double>::infinity();
  // Whoever is rated strong, and nobody else. That takes an equal number, so that neither names nor
  // dates of birth are searched by.
  bool strong_alone = false;
};

// People by blocking keys, in flat arrays. Insert and remove cost microseconds.
// Not synchronised: many readers or one writer.
class Index {
public:
  Index();
  // One whose pairs of band none that weigh as little as `lowest` share a key by two words of their
  // names too, where a date of birth is missing: larger and slower, for ranking.
  explicit Index(double lowest);
  ~Index();
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;

  // Only what a search needs is copied out of `profile`.
  RecordId insert(const Profile& profile);
  void remove(RecordId record);
  // Lays who is there close together, in large pages where the system gives them: for after very
  // many were inserted. Less to wait for in each search, for half a second and as much memory again
  // for a million; changes nothing else.
  void settle();
  std::size_t size() const;
  std::size_t memory_bytes() const;

  SearchResult search(const Profile& query, const SearchLimits& limits = {}) const;
  // pair_of() the person of a record that is there.
  std::string pair_of(const Profile& query, RecordId record) const;

private:
  friend class IndexBuilder;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// An index of very many, whom nobody searches for before all are there: takes half the time that
// inserting them one by one does, and leaves them settled.
class IndexBuilder {
public:
  // As those of Index.
  IndexBuilder();
  explicit IndexBuilder(double lowest);
  ~IndexBuilder();
  RecordId insert(const Profile& profile);
  // In two threads. Once, last.
  Index build();

private:
  struct Piles;
  Index index_;
  std::unique_ptr<Piles> piles_;
};

}  // namespace badgewatch::match
