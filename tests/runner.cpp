// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"

#include <cstdio>
#include <map>

static std::map<QByteArray, runner::Main> &entries()
{
    static std::map<QByteArray, runner::Main> all;
    return all;
}

runner::Entry::Entry(const char *path, Main main)
{
    entries()[QFileInfo(QString::fromLocal8Bit(path)).completeBaseName().toLocal8Bit()] = main;
}

int main(int argc, char **argv)
{
    const auto entry = argc > 1 ? entries().find(argv[1]) : entries().end();
    if (entry != entries().end())
        return entry->second(argc - 1, argv + 1);
    std::fprintf(stderr, "usage: %s TEST [OPTION...], where TEST is one of\n", argv[0]);
    for (const auto &[name, run] : entries())
        std::fprintf(stderr, "    %s\n", name.constData());
    return 2;
}
