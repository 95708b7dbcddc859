// The days on which licences began, which stand in the clear beside each record. A daemon from
// before that does not write them: its rows are unread until somebody needs the days.
#pragma once

#include "store/context.hpp"

#include <string>

namespace badgewatch::store {

// Opens a page of the unread rows of the authority that the session's transaction is for, and notes
// their days in it. Whether there may be more.
core::Result<bool> read_licence_days(Session& session, const Sealer& sealer,
                                     const std::string& authority);

// As as_authority(), where `work` needs the days of every licence. Of a whole roster, which takes
// seconds, each page but the last is committed by itself: who uploads waits for no more than one,
// and what was read stays read whatever becomes of the rest.
template <class Work>
auto as_authority_with_days(Context& context, const ports::Caller& caller, Work&& work)
    -> decltype(work(std::declval<Session&>())) {
  using Answer = decltype(work(std::declval<Session&>()));
  for (;;) {
    bool is_read = true;
    auto answer = as_authority(context, caller, [&](Session& session) -> Answer {
      const auto more = read_licence_days(session, context.sealer, caller.authority);
      if (!more) return more.error();
      is_read = !*more;
      return is_read ? work(session) : Answer();
    });
    if (!answer || is_read) return answer;
  }
}

}  // namespace badgewatch::store
