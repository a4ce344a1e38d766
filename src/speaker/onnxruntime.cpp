// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "speaker/onnxruntime.h"

#include "speaker/network.h"

#include <QFile>
#include <QLibrary>

namespace speaker::onnx {

namespace {

constexpr std::uint32_t interfaceVersion = 10; // any library since 2021
constexpr int onlyErrors = 3;                  // its own words go to standard error

// What OrtGetApiBase() points at.
struct Base
{
    void *const *(*table)(std::uint32_t version);
    const char *(*version)();
};

QString libraryFile()
{
    for (const QString &folder : networkFolders()) {
        const QString file = folder + QStringLiteral("/libonnxruntime.so.1");
        if (QFile::exists(file))
            return file;
    }
    return {};
}

} // namespace

bool Runtime::isThere()
{
    return !libraryFile().isEmpty();
}

Result<const Runtime *> Runtime::get()
{
    static const Result<const Runtime *> loaded = load();
    return loaded;
}

Result<const Runtime *> Runtime::load()
{
    const QString file = libraryFile();
    const auto base = reinterpret_cast<const Base *(*)()>(
        file.isEmpty() ? nullptr : QLibrary(file).resolve("OrtGetApiBase"));
    if (!base)
        return fileError(
            QStringLiteral("ONNX Runtime is not on this computer (packaging/deps run brings it)"));
    static Runtime runtime;
    runtime.m_table = base()->table(interfaceVersion);
    if (!runtime.m_table)
        return fileError(QStringLiteral("ONNX Runtime %1 is too old").arg(QLatin1String(base()->version())));
    constexpr int arena = 1; // both as the library numbers them: the kind of allocator, and of memory
    constexpr int anyMemory = 0;
    auto ready =
        runtime.check(runtime.call(Place::CreateEnv, onlyErrors, "voiceprint", &runtime.m_environment));
    if (ready)
        ready = runtime.check(runtime.call(Place::CreateCpuMemoryInfo, arena, anyMemory, &runtime.m_memory));
    if (ready)
        ready = runtime.check(runtime.call(Place::GetAllocatorWithDefaultOptions, &runtime.m_allocator));
    if (!ready)
        return ready.error();
    return &runtime;
}

Result<Nothing> Runtime::check(void *status) const
{
    if (!status)
        return Nothing{};
    const auto *words = static_cast<const char *>(call(Place::GetErrorMessage, status));
    const Error error = fileError(QString::fromUtf8(words));
    call(Place::ReleaseStatus, status);
    return error;
}

} // namespace speaker::onnx
