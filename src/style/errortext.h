// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QUrl>

//! What went wrong, as one sentence for a person in the language of the application.
QString errorSentence(const Error &error);

//! What that person can do next, as one or two sentences.
QString errorAdvice(const Error &error);

//! Code, log id and technical words, one per line: what a support desk asks for. Empty where there are none.
QString errorDetails(const Error &error);

//! Coze's own page about it; empty where there is none.
QUrl errorPage(const Error &error);
