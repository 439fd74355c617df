package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.openairun.wire.responses.ResponsesGateway;

/**
 * Properties of wire 'responses'.
 *
 * @since 0.1.0
 */
public class ResponsesProperties {

	/**
	 * Where the newest response of a run is stored. With openai-run-jdbc, 'jdbc' if not
	 * set.
	 */
	private LinkStore linkStore = LinkStore.MEMORY;

	/**
	 * Whether tool calls of a thread that no known run waits for get an error as their
	 * output, so that a new run can begin.
	 */
	private boolean repairDanglingCalls;

	/**
	 * Whether servers respond at once and work afterwards. A run in the foreground cannot
	 * be cancelled, and its stream cannot be resumed, but its first text comes sooner.
	 */
	private ResponsesGateway.Background background = ResponsesGateway.Background.AUTO;

	/**
	 * Whether servers keep the responses. Each server's own default if not set.
	 */
	private @Nullable Boolean store;

	/**
	 * Path of the responses below the base URL, with 'openai.run.threads=application'.
	 */
	private String path = "/responses";

	public LinkStore getLinkStore() {
		return this.linkStore;
	}

	public void setLinkStore(LinkStore linkStore) {
		this.linkStore = linkStore;
	}

	public boolean isRepairDanglingCalls() {
		return this.repairDanglingCalls;
	}

	public void setRepairDanglingCalls(boolean repairDanglingCalls) {
		this.repairDanglingCalls = repairDanglingCalls;
	}

	public ResponsesGateway.Background getBackground() {
		return this.background;
	}

	public void setBackground(ResponsesGateway.Background background) {
		this.background = background;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public @Nullable Boolean getStore() {
		return this.store;
	}

	public void setStore(@Nullable Boolean store) {
		this.store = store;
	}

	/**
	 * The places to store links.
	 */
	public enum LinkStore {

		/**
		 * The memory of this instance.
		 */
		MEMORY,

		/**
		 * The metadata of the conversations, where all instances find it.
		 */
		CONVERSATION,

		/**
		 * The database of the application, with openai-run-jdbc.
		 */
		JDBC

	}

}
