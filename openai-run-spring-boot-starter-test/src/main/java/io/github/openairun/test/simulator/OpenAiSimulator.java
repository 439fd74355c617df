package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.autoconfigure.OpenAiConnectionDetails;

/**
 * A server double of OpenAI's run protocols, Responses with Conversations and Assistants
 * v2, on a free port of the loopback address. It keeps state, demands and refuses what
 * the real server demands and refuses, and plays the model by scripts, which serve both
 * wires. It is safe for use by several threads.
 *
 * <pre class="code">
 * simulator.when(message().contains("order 17")).call("findOrder", Map.of("number", "17")).reply("Shipped");
 *
 * String reply = runs.execute("support", "Where is order 17?").text();
 *
 * assertThat(reply).isEqualTo("Shipped");
 * assertThat(simulator).lastRun().calledTool("findOrder");
 * </pre>
 *
 * @since 0.1.0
 */
public final class OpenAiSimulator extends Recordings implements AutoCloseable, AssertProvider<OpenAiSimulatorAssert> {

	private final HttpHost host;

	private OpenAiSimulator(SimulatorSettings settings, int port, boolean remoteControl) {
		super(new SimulatedServer(settings));
		RemoteControl control = new RemoteControl(this);
		this.host = new HttpHost(port, (request) -> (remoteControl && RemoteControl.isMeant(request))
				? control.handle(request) : this.server.handle(request));
	}

	/**
	 * Starts a simulator that serves both wires without any latency.
	 * @return the running simulator
	 */
	public static OpenAiSimulator start() {
		return builder().start();
	}

	/**
	 * Starts to configure a simulator.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns the base URL for clients, such as {@code http://127.0.0.1:8080/v1}.
	 * @return the base URL, without a slash at its end
	 */
	public String baseUrl() {
		return "http://" + HttpHost.ADDRESS + ":" + this.host.port() + this.server.basePath();
	}

	/**
	 * Returns the connection to this simulator: a bean in place of properties.
	 * @return the connection, with a key
	 */
	public OpenAiConnectionDetails connection() {
		return new SimulatorConnection(baseUrl());
	}

	/**
	 * Adds a script. A run takes the script that was registered first among those that
	 * match its last user message.
	 * @param matcher the condition, see {@link MessageMatcher#message()}
	 * @return the script, to be continued
	 */
	public RunScript when(MessageMatcher matcher) {
		Assert.notNull(matcher, "'matcher' must not be null");
		return this.server.scripts().add(matcher);
	}

	/**
	 * Adds an assistant for wire {@link Wire#ASSISTANTS}.
	 * @param id the id, which must begin with {@code asst_}
	 * @param customizer describes the assistant
	 * @return this simulator
	 */
	public OpenAiSimulator assistant(String id, Consumer<SimulatedAssistant> customizer) {
		Assert.notNull(customizer, "'customizer' must not be null");
		SimulatedAssistant assistant = new SimulatedAssistant(id);
		customizer.accept(assistant);
		this.server.addAssistant(assistant);
		return this;
	}

	/**
	 * Adds models to the list of the server's models, which has those that requests have
	 * named anyway.
	 * @param names the names
	 * @return this simulator
	 */
	public OpenAiSimulator models(String... names) {
		for (String name : names) {
			Assert.hasText(name, "'names' must not contain empty elements");
			this.server.addModel(name);
		}
		return this;
	}

	/**
	 * Returns how many responses have not ended: streams, and those that are held back.
	 * @return the number, 0 when no client waits
	 */
	public int openAnswers() {
		return this.host.openAnswers();
	}

	/**
	 * Lets {@code assertThat(simulator)} verify what was recorded.
	 * @deprecated in favour of AssertJ's {@code assertThat}
	 */
	@Override
	@Deprecated
	public OpenAiSimulatorAssert assertThat() {
		return new OpenAiSimulatorAssert(this);
	}

	@Override
	public void close() {
		this.server.webhooks().close();
		this.host.close();
	}

	/**
	 * Configures a simulator.
	 */
	public static final class Builder {

		private int port;

		private Clock clock = Clock.systemUTC();

		private String basePath = "/v1";

		private Set<Wire> wires = EnumSet.allOf(Wire.class);

		private Duration queuedFor = Duration.ZERO;

		private Duration workingFor = Duration.ZERO;

		private Duration cancellingFor = Duration.ZERO;

		private Duration expiresAfter = Duration.ofMinutes(10);

		private @Nullable Duration pollAfter;

		private boolean betaRequired = true;

		private boolean apiKeyHeaderAccepted;

		private boolean improvising;

		private boolean remoteControl;

		private Set<Variant> variants = EnumSet.noneOf(Variant.class);

		private ServerProfile profile = ServerProfile.OPENAI;

		private @Nullable RateLimit rateLimit;

		private boolean uniqueIds;

		private Builder() {
		}

		/**
		 * Sets the port.
		 * @param port the port, or 0 for a free one (the default)
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Sets the clock by which runs move on when they are read.
		 * @param clock the clock, by default the system's
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			Assert.notNull(clock, "'clock' must not be null");
			this.clock = clock;
			return this;
		}

		/**
		 * Sets what the paths of all requests begin with.
		 * @param basePath the path, by default {@code /v1}, as {@code /openai/v1} on
		 * Azure
		 * @return this builder
		 */
		public Builder basePath(String basePath) {
			this.basePath = basePath;
			return this;
		}

		/**
		 * Restricts the wires; the paths of others are unknown.
		 * @param first a wire
		 * @param others more wires
		 * @return this builder
		 */
		public Builder serve(Wire first, Wire... others) {
			this.wires = EnumSet.of(first, others);
			return this;
		}

		/**
		 * Sets how long a run stays queued after its creation and after each submission.
		 * @param duration the duration, by default zero: the next read sees it further on
		 * @return this builder
		 */
		public Builder queuedFor(Duration duration) {
			this.queuedFor = Pace.checked(duration);
			return this;
		}

		/**
		 * Sets how long a run is in progress in each turn.
		 * @param duration the duration, by default zero: the next read sees it further on
		 * @return this builder
		 */
		public Builder workingFor(Duration duration) {
			this.workingFor = Pace.checked(duration);
			return this;
		}

		/**
		 * Sets how long a cancelled run shows {@code cancelling} on wire
		 * {@link Wire#ASSISTANTS}.
		 * @param duration the duration, by default zero: the next read sees it cancelled
		 * @return this builder
		 */
		public Builder cancellingFor(Duration duration) {
			this.cancellingFor = Pace.checked(duration);
			return this;
		}

		/**
		 * Sets when a run on wire {@link Wire#ASSISTANTS} expires.
		 * @param duration the duration since its creation, by default ten minutes
		 * @return this builder
		 */
		public Builder expiresAfter(Duration duration) {
			this.expiresAfter = Pace.checked(duration);
			return this;
		}

		/**
		 * Sets the header {@code openai-poll-after-ms} on every response that is a run.
		 * @param duration the hint; by default 50 ms for a run that has begun, and longer
		 * each time that it is read, up to five seconds, as long as it works
		 * @return this builder
		 */
		public Builder pollAfter(Duration duration) {
			this.pollAfter = Pace.checked(duration);
			return this;
		}

		/**
		 * Sets whether wire {@link Wire#ASSISTANTS} demands its beta header, unlike
		 * Azure.
		 * @param required whether it does, by default {@code true}
		 * @return this builder
		 */
		public Builder requireBetaHeader(boolean required) {
			this.betaRequired = required;
			return this;
		}

		/**
		 * Sets whether the header {@code api-key} is accepted, as on Azure.
		 * @param accepted whether it is, by default {@code false}
		 * @return this builder
		 */
		public Builder acceptApiKeyHeader(boolean accepted) {
			this.apiKeyHeaderAccepted = accepted;
			return this;
		}

		/**
		 * Sets whether messages that no script matches get a reply by their content.
		 * @param improvising whether they are, by default {@code false}
		 * @return this builder
		 */
		public Builder improvise(boolean improvising) {
			this.improvising = improvising;
			return this;
		}

		/**
		 * Sets whether clients may script the simulator by requests to
		 * {@code /simulator/scripts}, ask for {@code /simulator/runs} and
		 * {@code /simulator/problems}, and forget everything by
		 * {@code DELETE /simulator}.
		 * @param remoteControl whether they may, by default {@code false}
		 * @return this builder
		 */
		public Builder remoteControl(boolean remoteControl) {
			this.remoteControl = remoteControl;
			return this;
		}

		/**
		 * Sets behaviours that the reference leaves open.
		 * @param variants the behaviours that differ from the default
		 * @return this builder
		 */
		public Builder vary(Variant... variants) {
			this.variants = Set.of(variants);
			return this;
		}

		/**
		 * Limits the requests; more are refused with status 429 and
		 * {@code retry-after-ms}.
		 * @param requests how many requests the server accepts
		 * @param window the time for which the limit holds, which begins with a request
		 * @return this builder
		 */
		public Builder rateLimit(int requests, Duration window) {
			Assert.isTrue(requests > 0, "'requests' must be positive");
			this.rateLimit = new RateLimit(requests, Pace.checked(window));
			return this;
		}

		/**
		 * Sets the server that is imitated. All but {@link ServerProfile#OPENAI} serve
		 * wire {@link Wire#RESPONSES} only, without conversations.
		 * @param profile the server, by default {@link ServerProfile#OPENAI}
		 * @return this builder
		 */
		public Builder profile(ServerProfile profile) {
			Assert.notNull(profile, "'profile' must not be null");
			this.profile = profile;
			return this;
		}

		/**
		 * Sets whether ids differ from those of simulators that were started before, as
		 * clients need that keep them.
		 * @param uniqueIds whether they do, by default {@code false}: ids are counted
		 * from 1, so that a test can be repeated
		 * @return this builder
		 */
		public Builder uniqueIds(boolean uniqueIds) {
			this.uniqueIds = uniqueIds;
			return this;
		}

		/**
		 * Starts the simulator.
		 * @return the running simulator
		 */
		public OpenAiSimulator start() {
			return new OpenAiSimulator(settings(), this.port, this.remoteControl);
		}

		SimulatorSettings settings() {
			return new SimulatorSettings(this.clock, this.basePath, Set.copyOf(this.wires),
					new SimulatorSettings.Phases(this.queuedFor, this.workingFor, this.cancellingFor,
							this.expiresAfter),
					this.pollAfter, this.betaRequired, this.apiKeyHeaderAccepted,
					this.improvising ? new Improvisation(this.workingFor) : null, this.variants, this.profile,
					this.rateLimit, this.uniqueIds);
		}

	}

}
