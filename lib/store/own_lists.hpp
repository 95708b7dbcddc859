// ports::OwnLists, on the primary keys: an id begins with its time.
#pragma once

#include "ports/own_lists.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlOwnLists final : public ports::OwnLists {
public:
  explicit SqlOwnLists(Context& context) : context_(context) {}

  core::Result<std::vector<ports::DecisionRecord>> entries(const ports::Caller& caller,
                                                           const ports::PageWanted& page) override;
  core::Result<std::vector<ports::CheckRecord>> searches(const ports::Caller& caller,
                                                         const ports::SearchesWanted& wanted,
                                                         const ports::PageWanted& page) override;
  core::Result<ports::WaitingHits> waiting_hits(const ports::Caller& caller,
                                                const ports::HitsWanted& wanted) override;

private:
  Context& context_;
};

}  // namespace badgewatch::store
