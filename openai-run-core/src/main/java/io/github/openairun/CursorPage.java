package io.github.openairun;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list that the server keeps.
 *
 * @param <T> the type of the entries
 * @param data the entries, in the requested order
 * @param firstId the cursor of the first entry, or {@code null} if there is none
 * @param lastId the cursor of the last entry, to go on with
 * {@link PageQuery#after(String)}, or {@code null} if there is none
 * @param hasMore whether there are entries behind the last one
 * @since 0.1.0
 */
public record CursorPage<T>(List<T> data, @Nullable String firstId, @Nullable String lastId, boolean hasMore) {

	public CursorPage {
		data = List.copyOf(data);
	}

}
