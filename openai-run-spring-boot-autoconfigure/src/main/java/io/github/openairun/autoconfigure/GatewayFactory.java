package io.github.openairun.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Assistant;
import io.github.openairun.autoconfigure.OpenAiRunProperties.Threads;
import io.github.openairun.autoconfigure.OpenAiRunProperties.WireName;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.WireClient;

/**
 * Factory of the gateway of a wire, with all other differences between the wires. Each
 * wire is a bean of this type.
 *
 * @param wire the wire
 * @param gateway creates the gateway on a client
 * @param properties the names of the properties that have no effect on other wires; a
 * name that ends with {@code .*} stands for all properties below it
 * @param assistants the properties that the wire requires of an assistant
 * @param probe determines whether the server serves the wire
 */
record GatewayFactory(WireName wire, Creator gateway, List<String> properties, Requirement assistants,
		ServerProbe probe) {

	/**
	 * Return the factory of the configured wire.
	 */
	static GatewayFactory of(WireName wire, List<GatewayFactory> factories) {
		return factories.stream()
			.filter((factory) -> factory.wire() == wire)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no gateway for wire '" + name(wire) + "'"));
	}

	/** Return the name of the wire as the configuration spells it. */
	String name() {
		return name(this.wire);
	}

	private static String name(WireName wire) {
		return wire.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Creates the gateway of a wire.
	 */
	@FunctionalInterface
	interface Creator {

		/**
		 * Create the gateway.
		 * @param client sends the requests
		 * @param threads who keeps the threads, if the wire leaves the choice
		 * @return the gateway
		 */
		RunGateway create(WireClient client, Threads threads);

	}

	/**
	 * A property that each assistant needs.
	 *
	 * @param property the name of the property, below the name of the assistant
	 * @param isMet whether an assistant has it
	 * @param alternative what can be set instead, to end a sentence; may be empty
	 */
	record Requirement(String property, Predicate<Assistant> isMet, String alternative) {
	}

	/**
	 * Determines whether the server serves a wire.
	 */
	@FunctionalInterface
	interface ServerProbe {

		/**
		 * Send a request that spends no token.
		 * @param gateway the gateway
		 * @param client the client, or {@code null} if the gateway works without one
		 * @return whether the response proves that the server serves the wire
		 */
		boolean ask(RunGateway gateway, @Nullable WireClient client);

	}

}
