// SPDX-License-Identifier: BSL-1.0
package dev.ffiguard.sqlite;

/** A parameter: a blob of so many zeros, to be written by {@link Database#openBlob}. */
public record Zeros(long size) {}
