package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;

/**
 * How runs are carried and driven.
 */
@ConfigurationProperties("openai.run")
public class OpenAiRunProperties {

	/**
	 * Whether runs are auto-configured.
	 */
	private boolean enabled = true;

	/**
	 * Protocol that carries runs.
	 */
	private Wire wire = Wire.RESPONSES;

	/**
	 * Whether wire 'assistants' sends the header "OpenAI-Beta: assistants=v2".
	 */
	private boolean betaHeader = true;

	/**
	 * How long one drive of a run may take.
	 */
	private Duration timeout = Duration.ofMinutes(10);

	/**
	 * How many times a run may ask for tool outputs.
	 */
	private int maxRounds = 20;

	/**
	 * How many tool calls a run may make.
	 */
	private int maxCalls = 100;

	/**
	 * How many times a run may call the same tool with the same arguments.
	 */
	private int maxIdenticalCalls = 3;

	/**
	 * How many times a run may call the same tool.
	 */
	private int maxCallsPerTool = 50;

	/**
	 * What happens beyond 'max-rounds'.
	 */
	private RunLimit.Action onMaxRounds = RunLimit.Action.CANCEL;

	/**
	 * What happens beyond 'max-calls'.
	 */
	private RunLimit.Action onMaxCalls = RunLimit.Action.CANCEL;

	/**
	 * What happens beyond 'max-calls-per-tool'.
	 */
	private RunLimit.Action onMaxCallsPerTool = RunLimit.Action.CANCEL;

	/**
	 * What happens beyond 'max-identical-calls'.
	 */
	private RunLimit.Action onMaxIdenticalCalls = RunLimit.Action.CANCEL;

	private final Poll poll = new Poll();

	private final BusyThread busyThread = new BusyThread();

	/**
	 * Assistants by name.
	 */
	private Map<String, AssistantProperties> assistants = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Wire getWire() {
		return this.wire;
	}

	public void setWire(Wire wire) {
		this.wire = wire;
	}

	public boolean isBetaHeader() {
		return this.betaHeader;
	}

	public void setBetaHeader(boolean betaHeader) {
		this.betaHeader = betaHeader;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMaxRounds() {
		return this.maxRounds;
	}

	public void setMaxRounds(int maxRounds) {
		this.maxRounds = maxRounds;
	}

	public int getMaxCalls() {
		return this.maxCalls;
	}

	public void setMaxCalls(int maxCalls) {
		this.maxCalls = maxCalls;
	}

	public int getMaxIdenticalCalls() {
		return this.maxIdenticalCalls;
	}

	public void setMaxIdenticalCalls(int maxIdenticalCalls) {
		this.maxIdenticalCalls = maxIdenticalCalls;
	}

	public int getMaxCallsPerTool() {
		return this.maxCallsPerTool;
	}

	public void setMaxCallsPerTool(int maxCallsPerTool) {
		this.maxCallsPerTool = maxCallsPerTool;
	}

	public RunLimit.Action getOnMaxRounds() {
		return this.onMaxRounds;
	}

	public void setOnMaxRounds(RunLimit.Action onMaxRounds) {
		this.onMaxRounds = onMaxRounds;
	}

	public RunLimit.Action getOnMaxCalls() {
		return this.onMaxCalls;
	}

	public void setOnMaxCalls(RunLimit.Action onMaxCalls) {
		this.onMaxCalls = onMaxCalls;
	}

	public RunLimit.Action getOnMaxCallsPerTool() {
		return this.onMaxCallsPerTool;
	}

	public void setOnMaxCallsPerTool(RunLimit.Action onMaxCallsPerTool) {
		this.onMaxCallsPerTool = onMaxCallsPerTool;
	}

	public RunLimit.Action getOnMaxIdenticalCalls() {
		return this.onMaxIdenticalCalls;
	}

	public void setOnMaxIdenticalCalls(RunLimit.Action onMaxIdenticalCalls) {
		this.onMaxIdenticalCalls = onMaxIdenticalCalls;
	}

	RunLimits limits() {
		return new RunLimits(this.timeout, new RunLimit(this.maxRounds, this.onMaxRounds),
				new RunLimit(this.maxCalls, this.onMaxCalls),
				new RunLimit(this.maxCallsPerTool, this.onMaxCallsPerTool),
				new RunLimit(this.maxIdenticalCalls, this.onMaxIdenticalCalls));
	}

	public Poll getPoll() {
		return this.poll;
	}

	public BusyThread getBusyThread() {
		return this.busyThread;
	}

	public Map<String, AssistantProperties> getAssistants() {
		return this.assistants;
	}

	public void setAssistants(Map<String, AssistantProperties> assistants) {
		this.assistants = assistants;
	}

	/**
	 * The protocols that carry runs.
	 */
	public enum Wire {

		/**
		 * OpenAI's Responses and Conversations APIs.
		 */
		RESPONSES,

		/**
		 * The Assistants v2 API, which OpenAI has switched off and other servers speak.
		 */
		ASSISTANTS

	}

	/**
	 * How often a run is looked at while it works.
	 */
	public static class Poll {

		/**
		 * Pause before the first look.
		 */
		private Duration initialInterval = Duration.ofMillis(150);

		/**
		 * Factor by which each pause is longer than the one before.
		 */
		private double multiplier = 1.3;

		/**
		 * Longest pause, unless the server asks for more.
		 */
		private Duration maxInterval = Duration.ofSeconds(5);

		public Duration getInitialInterval() {
			return this.initialInterval;
		}

		public void setInitialInterval(Duration initialInterval) {
			this.initialInterval = initialInterval;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxInterval() {
			return this.maxInterval;
		}

		public void setMaxInterval(Duration maxInterval) {
			this.maxInterval = maxInterval;
		}

	}

	/**
	 * What to do about a thread that another run works on.
	 */
	public static class BusyThread {

		/**
		 * Time to wait for the thread in all; 0 to fail at once.
		 */
		private Duration maxWait = Duration.ofSeconds(30);

		public Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(Duration maxWait) {
			this.maxWait = maxWait;
		}

	}

}
