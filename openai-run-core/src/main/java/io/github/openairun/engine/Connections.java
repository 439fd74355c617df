package io.github.openairun.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.support.ClosestName;
import io.github.openairun.wire.RunGateway;

/**
 * The gateways of all connections of an application: the default one, and further ones by
 * name.
 *
 * @since 0.1.0
 */
public final class Connections {

	private final RunGateway primary;

	private final Map<String, RunGateway> further;

	private final @Nullable String selected;

	/**
	 * Create connections.
	 * @param primary the gateway of the default connection
	 * @param further the gateways of the further connections by their names
	 */
	public Connections(RunGateway primary, Map<String, RunGateway> further) {
		this(primary, further, null);
	}

	private Connections(RunGateway primary, Map<String, RunGateway> further, @Nullable String selected) {
		Assert.notNull(primary, "'primary' must not be null");
		this.primary = primary;
		this.further = new LinkedHashMap<>(further);
		this.selected = selected;
	}

	/**
	 * Return the default connection alone.
	 * @param gateway its gateway
	 * @return the connections
	 */
	public static Connections of(RunGateway gateway) {
		return new Connections(gateway, Map.of());
	}

	/**
	 * Return the names of the further connections.
	 * @return the names
	 */
	public Set<String> names() {
		return Set.copyOf(this.further.keySet());
	}

	/** Return the gateway of the selected connection, or of the default one. */
	RunGateway gateway() {
		return gateway(null);
	}

	/**
	 * Return the gateway of a connection, unless another one is selected.
	 * @param connection the name, or {@code null} for the default connection
	 * @throws IllegalArgumentException if there is none with this name
	 */
	RunGateway gateway(@Nullable String connection) {
		String name = name(connection);
		return (name != null) ? named(name) : this.primary;
	}

	/**
	 * Return the name of a connection, unless another one is selected.
	 * @param connection the name, or {@code null} for the default connection
	 * @return the name, or {@code null} for the default connection
	 */
	@Nullable String name(@Nullable String connection) {
		return (this.selected != null) ? this.selected : connection;
	}

	private RunGateway named(String name) {
		RunGateway gateway = this.further.get(name);
		if (gateway == null) {
			String similar = ClosestName.similarTo(name, this.further.keySet());
			throw new IllegalArgumentException("There is no connection '" + name + "'. "
					+ ((similar != null) ? "Did you mean '" + similar + "'? Otherwise set" : "Set")
					+ " openai.connections." + name + ".base-url");
		}
		return gateway;
	}

	/** Return the same connections, of which one is used whatever an assistant says. */
	Connections select(String name) {
		named(name);
		return new Connections(this.primary, this.further, name);
	}

	/**
	 * Return the same connections with another API key for the selected or default one. A
	 * key never reaches the server of another connection.
	 */
	Connections withApiKey(String apiKey) {
		if (this.selected == null) {
			return new Connections(this.primary.withApiKey(apiKey), this.further, null);
		}
		Map<String, RunGateway> further = new LinkedHashMap<>(this.further);
		further.computeIfPresent(this.selected, (name, gateway) -> gateway.withApiKey(apiKey));
		return new Connections(this.primary, further, this.selected);
	}

	/** Return the same connections with a context for their requests. */
	Connections withContext(Map<String, Object> context) {
		UnaryOperator<RunGateway> in = (gateway) -> gateway.withContext(context);
		Map<String, RunGateway> further = new LinkedHashMap<>(this.further);
		further.replaceAll((name, gateway) -> in.apply(gateway));
		return new Connections(in.apply(this.primary), further, this.selected);
	}

}
