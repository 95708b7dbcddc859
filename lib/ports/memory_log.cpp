#include "ports/memory_log.hpp"

namespace badgewatch::ports {
namespace {

proof::TreeHead tree_of(const std::vector<core::Hash>& leaves, std::size_t size) {
  proof::Frontier frontier;
  for (std::size_t i = 0; i < size; ++i)
    frontier.append(leaves[i]);
  return {.size = size, .root = frontier.root()};
}

}  // namespace

class MemoryLogWriter final : public LogWriter {
public:
  explicit MemoryLogWriter(MemoryLog& log) : log_(log) {}

  core::Result<LogState> state() override {
    const std::lock_guard lock(log_.mutex_);
    if (log_.failing_) return away();
    const auto& its = log_.contents_;
    LogState state;
    state.log_id = its.log_id;
    state.tree = tree_of(its.numbered, its.numbered.size());
    if (!its.checkpoints.empty()) state.newest = its.checkpoints.back();
    state.identity = its.identity;
    if (!its.waiting.empty()) state.waiting_since = core::Instant{};
    return state;
  }

  core::Result<core::Hash> root_at(std::uint64_t size) override {
    const std::lock_guard lock(log_.mutex_);
    if (log_.failing_) return away();
    return tree_of(log_.contents_.numbered, size).root;
  }

  core::Result<Integrated> integrate(std::size_t most) override {
    const std::lock_guard lock(log_.mutex_);
    if (log_.failing_) return away();
    auto& its = log_.contents_;
    Integrated done;
    done.is_mine = !log_.held_;
    if (done.is_mine) {
      done.read = std::min(most, its.waiting.size());
      const auto end = its.waiting.begin() + static_cast<std::ptrdiff_t>(done.read);
      its.numbered.insert(its.numbered.end(), its.waiting.begin(), end);
      its.waiting.erase(its.waiting.begin(), end);
    }
    done.tree = tree_of(its.numbered, its.numbered.size());
    return done;
  }

  core::Result<void> publish(const core::Uuid& log_id, const proof::LogKey& key,
                             const SignedTree& signed_tree) override {
    const std::lock_guard lock(log_.mutex_);
    if (log_.failing_) return away();
    auto& its = log_.contents_;
    const bool fits = log_id == its.log_id && (!its.identity || *its.identity == key) &&
                      signed_tree.tree == tree_of(its.numbered, its.numbered.size());
    if (log_.held_ || !fits) return core::Error(core::Errc::conflict, "The log has moved on.");
    its.identity = key;
    if (its.checkpoints.empty() || its.checkpoints.back().tree.size < signed_tree.tree.size)
      its.checkpoints.push_back(signed_tree);
    return {};
  }

private:
  static core::Error away() { return {core::Errc::unavailable, "The database is away."}; }

  MemoryLog& log_;
};

void MemoryLog::add(const std::vector<core::Hash>& commitments) {
  const std::lock_guard lock(mutex_);
  contents_.waiting.insert(contents_.waiting.end(), commitments.begin(), commitments.end());
}

MemoryLog::Contents MemoryLog::contents() const {
  const std::lock_guard lock(mutex_);
  return contents_;
}

void MemoryLog::set(Contents contents) {
  const std::lock_guard lock(mutex_);
  contents_ = std::move(contents);
}

void MemoryLog::hold(bool held) {
  const std::lock_guard lock(mutex_);
  held_ = held;
}

void MemoryLog::fail(bool failing) {
  const std::lock_guard lock(mutex_);
  failing_ = failing;
}

std::unique_ptr<LogWriter> MemoryLog::new_writer() {
  return std::make_unique<MemoryLogWriter>(*this);
}

}  // namespace badgewatch::ports
