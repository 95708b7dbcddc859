#include "store/event_heads.hpp"

namespace badgewatch::store {
namespace {

constexpr Statement select_heads{"select_event_heads",
                                 "select authority, seq from authority_event_head"};

}  // namespace

core::Result<std::vector<ports::EventHead>> SqlEventHeads::read() {
  if (!session_ || !session_->is_usable()) {
    session_.reset();
    auto opened = context_.open(Role::watch);
    if (!opened) return opened.error();
    session_ = std::move(*opened);
  }
  auto rows = session_->run(select_heads);
  if (!rows) return rows.error();
  std::vector<ports::EventHead> heads;
  for (int i = 0; i < rows->size(); ++i)
    heads.push_back({rows->at<std::string>(i, 0), rows->at<std::int64_t>(i, 1)});
  return heads;
}

}  // namespace badgewatch::store
