package io.github.openairun.engine;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.github.openairun.ResumeRequest;
import io.github.openairun.RunRequest;
import io.github.openairun.support.LogText;

/**
 * Everything by which any process can drive a run: what was asked for, and how far it has
 * come. It never contains an API key. Instances are immutable.
 * <p>
 * What was asked for does not change, so a journal may keep it apart from the
 * {@linkplain #progress() progress}. The JSON form is documented in the engine's
 * reference and has a version number.
 *
 * @since 0.1.0
 */
public final class DriveRecord {

	private final @Nullable RunRequest request;

	private final @Nullable ResumeRequest resumed;

	private final @Nullable String connection;

	private final @Nullable String nonce;

	private final DriveProgress progress;

	DriveRecord(@Nullable RunRequest request, @Nullable ResumeRequest resumed, @Nullable String connection,
			@Nullable String nonce, DriveProgress progress) {
		Assert.isTrue((request == null) != (resumed == null), "A record has either a request or a resumed run");
		requireTexts((request != null) ? request.context() : (resumed != null) ? resumed.context() : Map.of());
		this.request = request;
		this.resumed = resumed;
		this.connection = connection;
		this.nonce = nonce;
		this.progress = progress;
	}

	private static void requireTexts(Map<String, Object> context) {
		new TreeMap<>(context).forEach((key, value) -> Assert.isTrue(value instanceof String,
				() -> "The run cannot be recorded: '" + key + "' of its context is a " + value.getClass().getName()
						+ ", and only a String can be recorded. Put a text there from which the value can be "
						+ "restored, such as an id"));
	}

	/**
	 * Read a record from its JSON form.
	 * @param json the text that {@link #toJson()} has returned
	 * @return the record
	 * @throws IllegalArgumentException if the text is no record, or one of a newer
	 * version
	 */
	public static DriveRecord fromJson(String json) {
		return RecordJson.read(json);
	}

	/**
	 * Return the JSON form. It contains messages, the context, and the arguments and
	 * outputs of calls.
	 * @return the JSON text
	 */
	public String toJson() {
		return RecordJson.write(this).toString();
	}

	/**
	 * Return what the application asked for.
	 * @return the request, or {@code null} if the drive has resumed a run that existed
	 */
	public @Nullable RunRequest request() {
		return this.request;
	}

	/**
	 * Return the run that existed before the drive.
	 * @return the request to resume it, or {@code null} if the drive creates its run
	 */
	public @Nullable ResumeRequest resumed() {
		return this.resumed;
	}

	/**
	 * Return the connection to the server of the run, which every process must have.
	 * @return the name, or {@code null} for the default connection
	 */
	public @Nullable String connection() {
		return this.connection;
	}

	/** Return by what the creation of the run is known, or {@code null}. */
	@Nullable String nonce() {
		return this.nonce;
	}

	/**
	 * Return the recorded context of the handlers.
	 * @return the attributes, all of them texts
	 */
	public Map<String, String> context() {
		Map<String, Object> context = (this.request != null) ? this.request.context()
				: (this.resumed != null) ? this.resumed.context() : Map.of();
		Map<String, String> texts = new TreeMap<>();
		context.forEach((key, value) -> texts.put(key, String.valueOf(value)));
		return texts;
	}

	/**
	 * Return how far the run has come.
	 * @return the progress
	 */
	public DriveProgress progress() {
		return this.progress;
	}

	/**
	 * Return the same record with another progress.
	 * @param progress the progress that a journal has recorded
	 * @return the record
	 */
	public DriveRecord withProgress(DriveProgress progress) {
		Assert.notNull(progress, "'progress' must not be null");
		return new DriveRecord(this.request, this.resumed, this.connection, this.nonce, progress);
	}

	/**
	 * Names the run, and leaves all content out.
	 */
	@Override
	public String toString() {
		String what = (this.request != null) ? "assistant=" + LogText.of(this.request.assistant())
				: "resumed=" + this.resumed;
		return "DriveRecord[" + what + ", progress=" + this.progress + "]";
	}

}
