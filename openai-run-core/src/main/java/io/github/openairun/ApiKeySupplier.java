package io.github.openairun;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Supplies the API key, or any bearer token, of each request; a bean of this type
 * replaces {@code openai.api-key}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ApiKeySupplier {

	/**
	 * Return the key for one request.
	 * @param request what the key is for
	 * @return the key, not blank
	 */
	String apiKey(Request request);

	/**
	 * The request that needs a key.
	 *
	 * @param operation method and path template, such as {@code POST
	 * /threads/{thread_id}/runs}
	 * @param threadId the thread that the request is about, or {@code null} if there is
	 * none
	 * @param context the context of the run, from {@link RunRequest#context()}, or of the
	 * operations, from {@link RunOperations#withContext} or
	 * {@link ThreadOperations#withContext}, such as the tenant. The run may be executed
	 * on a thread without the thread-locals of its caller. Empty if neither has one.
	 */
	record Request(String operation, @Nullable String threadId, Map<String, Object> context) {

		public Request {
			context = Map.copyOf(context);
		}

		/**
		 * Leaves the values of the context out, which are the application's.
		 */
		@Override
		public String toString() {
			return "Request[operation=" + this.operation + ", threadId=" + this.threadId + ", context="
					+ this.context.keySet() + "]";
		}

	}

}
