// SPDX-FileCopyrightText: Voiceprint Studio developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "speaker/features.h"

#include <memory>
#include <optional>
#include <QStringList>

namespace speaker {

//! A network that makes an embedding of speech: an ONNX file, run by ONNX Runtime on the thread that asks.
//! Immutable, usable from many threads at once.
class Network
{
public:
    enum class Input {
        Bands,    //!< batch x frames x 80 (or batch x 80 x frames): log filter banks without their mean over
                  //!< time
        Waveform, //!< batch x samples (or batch x 1 x samples), 16 kHz, in [-1, 1)
    };

    //! Whether ONNX Runtime is on this computer; cheap, nothing is loaded.
    static bool canRun();

    //! Loads \a path and tries it on two lengths of noise: about 0.2 s for 30 MB. Errors (File), in words: no
    //! ONNX Runtime, no network, other inputs or outputs than those above and one vector.
    static Result<std::shared_ptr<const Network>> load(const QString &path);

    ~Network();
    Network(const Network &) = delete;
    Network &operator=(const Network &) = delete;

    Input input() const { return m_input; }
    //! Whether it was trained on Hamming windows, as WeSpeaker's networks are; else on Povey's, as Kaldi's
    //! and 3D-Speaker's.
    bool wantsHamming() const { return m_wantsHamming; }
    Eigen::Index size() const { return m_size; } //!< of an embedding
    //! Frames or samples that it takes, no more and no fewer; 0 where any number will do.
    Eigen::Index fixedLength() const { return m_fixedLength; }

    //! The embedding, of length 1, of \a data: frames x 80, or samples x 1. Nullopt where the network fails
    //! or gives nothing finite.
    std::optional<Vector> embedding(const Matrix &data) const;

private:
    class Session;
    explicit Network(std::unique_ptr<Session> session);
    Result<Nothing> examineInput();
    Result<Nothing> tryOut();
    Result<Vector> output(const Matrix &data) const;

    std::unique_ptr<Session> m_session;
    Input m_input = Input::Bands;
    bool m_wantsHamming = false;
    bool m_bandsFirst = false; // batch x 80 x frames
    int m_rank = 3;            // of the input
    Eigen::Index m_fixedLength = 0;
    Eigen::Index m_size = 0;
};

//! The folders in which packaging/deps puts a network and ONNX Runtime, the user's own first.
QStringList networkFolders();

} // namespace speaker
