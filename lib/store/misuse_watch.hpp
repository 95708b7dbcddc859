// ports::MisuseWatch: follows the numbers of the log, and keeps what the rules see and say.
#pragma once

#include "ports/misuse.hpp"
#include "store/context.hpp"

#include <map>

namespace badgewatch::store {

// A session of its own. The days before one do not change, so how an authority worked on them is
// read once a day.
class SqlMisuseWatch final : public ports::MisuseWatch {
public:
  explicit SqlMisuseWatch(Context& context) : context_(context) {}

  core::Result<ports::MisuseStep> step(std::size_t most, core::Instant now,
                                       const ports::MisuseJudge& judge) override;

private:
  using Day = std::pair<std::string, core::Date>;  // of an authority
  struct Peers {
    std::vector<int> people_of_days;
    std::vector<domain::HourOfDay> hours;
  };

  core::Result<Session*> session();
  core::Result<ports::MisuseStep> step_in(Session& session, std::size_t most, core::Instant now,
                                          const ports::MisuseJudge& judge);
  core::Result<std::vector<domain::Flag>> judge_actors(Session& session,
                                                       const std::vector<domain::Search>& searches,
                                                       const ports::MisuseJudge& judge);
  core::Result<std::vector<domain::Flag>> judge_people(Session& session,
                                                       const std::vector<domain::Search>& searches,
                                                       const ports::MisuseJudge& judge);
  core::Result<const Peers*> peers(Session& session, const Day& day);

  Context& context_;
  std::unique_ptr<Session> session_;
  std::map<Day, Peers> peers_;
};

}  // namespace badgewatch::store
