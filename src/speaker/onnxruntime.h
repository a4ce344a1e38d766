// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

//! The part of ONNX Runtime's C interface that a network needs. Its library is found while the program runs,
//! because Debian 12 has none and most starts need none; so no header of it is there to build with either.
namespace speaker::onnx {

//! Functions, by their places in the library's table. A place never changes once it was released: these are
//! of the library's first interface, and 130 of its fifth.
enum class Place : std::size_t {
    GetErrorMessage = 2,
    CreateEnv = 3,
    CreateSession = 7,
    Run = 9,
    CreateSessionOptions = 10,
    DisableMemPattern = 17,
    DisableCpuMemArena = 19,
    SetSessionGraphOptimizationLevel = 23,
    SetIntraOpNumThreads = 24,
    SessionGetInputCount = 30,
    SessionGetOutputCount = 31,
    SessionGetInputTypeInfo = 33,
    SessionGetInputName = 36,
    SessionGetOutputName = 37,
    CreateTensorWithDataAsOrtValue = 49,
    IsTensor = 50,
    GetTensorMutableData = 51,
    CastTypeInfoToTensorInfo = 55,
    GetTensorElementType = 60,
    GetDimensionsCount = 61,
    GetDimensions = 62,
    GetTensorTypeAndShape = 65,
    CreateCpuMemoryInfo = 69,
    AllocatorFree = 76,
    GetAllocatorWithDefaultOptions = 78,
    ReleaseStatus = 93,
    ReleaseMemoryInfo = 94,
    ReleaseSession = 95,
    ReleaseValue = 96,
    ReleaseTypeInfo = 98,
    ReleaseTensorTypeAndShapeInfo = 99,
    ReleaseSessionOptions = 100,
};

inline constexpr int floatElements = 1; //!< ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT

//! The library, loaded once for the life of the program.
class Runtime
{
public:
    //! Errors (File): it is not on this computer, or too old.
    static Result<const Runtime *> get();
    static bool isThere(); //!< without loading it

    //! What a function that returns nothing, or a status, is called with is up to the caller: see the
    //! library's documentation of the C interface.
    template <class... Args>
    void *call(Place place, Args... args) const
    {
        return reinterpret_cast<void *(*)(Args...)>(m_table[std::size_t(place)])(args...);
    }

    //! The words of a status, which is released; nothing where it is null, that is good.
    Result<Nothing> check(void *status) const;

    void *environment() const { return m_environment; }
    void *memory() const { return m_memory; }       //!< that tensors of ours lie in
    void *allocator() const { return m_allocator; } //!< that names come from

private:
    Runtime() = default;
    static Result<const Runtime *> load();

    void *const *m_table = nullptr;
    void *m_environment = nullptr;
    void *m_memory = nullptr;
    void *m_allocator = nullptr;
};

//! Gives back what the library made.
struct Release
{
    const Runtime *runtime = nullptr;
    Place place = Place::ReleaseValue;
    void operator()(void *thing) const { runtime->call(place, thing); }
};
using Owned = std::unique_ptr<void, Release>;

//! Element type and shape of a tensor; -1 stands for a dimension that may be anything.
struct Shape
{
    int elements = 0;
    std::vector<std::int64_t> dimensions;
};

} // namespace speaker::onnx
