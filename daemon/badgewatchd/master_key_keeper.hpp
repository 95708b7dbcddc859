// Keeps a serving daemon's master keys as the register wants them: takes up the next one's file,
// says that it is there, wraps by the newest, and does its part of wrapping anew what the old one
// wrapped.
#pragma once

#include "config/config.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/uuid.hpp"
#include "store/key_rotation.hpp"
#include "store/store.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace badgewatch::daemon {

// Owns a thread.
class MasterKeyKeeper {
public:
  // All outlive it.
  MasterKeyKeeper(const KeysConfig& config, store::Store& store, const core::Clock& clock,
                  core::Randomness& randomness, core::Metrics& metrics);
  ~MasterKeyKeeper();
  MasterKeyKeeper(const MasterKeyKeeper&) = delete;
  MasterKeyKeeper& operator=(const MasterKeyKeeper&) = delete;

private:
  void run();
  // False when it is to stop.
  bool pause(std::chrono::milliseconds time);
  core::Result<std::chrono::milliseconds> look();
  void read_files();
  void use(const std::vector<store::KeyGeneration>& generations,
           const std::vector<store::KeyGeneration>& wanted);
  core::Result<void> note();
  core::Result<std::chrono::milliseconds> rewrap();

  const KeysConfig& config_;
  store::Store& store_;
  const core::Clock& clock_;
  core::Randomness& randomness_;
  core::Metrics& metrics_;
  const std::unique_ptr<store::KeyRotation> rotation_;
  store::KeyHolder holder_;
  std::vector<store::DataKey> keys_;
  std::string said_of_files_;  // in the log, once
  std::string said_of_keys_;
  std::chrono::steady_clock::time_point note_again_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace badgewatch::daemon
