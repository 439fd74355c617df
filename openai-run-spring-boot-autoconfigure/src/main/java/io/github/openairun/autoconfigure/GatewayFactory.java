package io.github.openairun.autoconfigure;

import java.util.function.Function;

import io.github.openairun.autoconfigure.OpenAiRunProperties.Wire;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.WireClient;

/**
 * Creates the gateway of one wire.
 *
 * @param wire the wire
 * @param gateway creates the gateway on a client
 */
record GatewayFactory(Wire wire, Function<WireClient, RunGateway> gateway) {
}
