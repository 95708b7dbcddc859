// ports::LogWriter: numbers, tiles and checkpoints of the log.
#pragma once

#include "ports/log_tree.hpp"
#include "store/context.hpp"

namespace badgewatch::store {

class SqlLogWriter final : public ports::LogWriter {
public:
  explicit SqlLogWriter(Context& context) : context_(context) {}

  core::Result<ports::LogState> state() override;
  core::Result<core::Hash> root_at(std::uint64_t size) override;
  core::Result<ports::Integrated> integrate(std::size_t most) override;
  core::Result<void> publish(const core::Uuid& log_id, const proof::LogKey& key,
                             const ports::SignedTree& signed_tree) override;

private:
  // Up to where leaves were read: the last one's transaction, authority and id.
  struct Place {
    std::string recorded_in = "0";
    std::string authority;
    core::Uuid leaf;
  };
  struct Head {
    core::Uuid log_id;
    proof::TreeHead tree;
    Place read;
    bool knows_server = false;  // the places are of this server's transactions
    std::string server;
    std::string horizon;  // behind it, transactions may be open still
  };
  // A pass over all leaves, after the transactions' numbers have become others.
  struct Pass {
    std::string server;
    std::string horizon;  // from there on the usual reading goes on
    Place read;
  };

  core::Result<Session*> session();
  template <class Work>
  auto in_transaction(const char* begin, Work&& work) -> decltype(work(std::declval<Session&>()));
  core::Result<bool> lock(Session& session);
  core::Result<Head> head(Session& session);
  core::Result<proof::TileEdge> edge(Session& session, const proof::TreeHead& tree);
  core::Result<ports::Integrated> integrate_in(Session& session, std::size_t most);
  core::Result<std::size_t> number(Session& session, const Head& head, std::size_t most,
                                   bool is_pass, Place& read, proof::TreeHead& tree);
  core::Result<void> write_head(Session& session, const proof::TreeHead& tree, const Place& read,
                                const std::string& server);

  Context& context_;
  std::unique_ptr<Session> session_;
  std::optional<Pass> pass_;
};

}  // namespace badgewatch::store
