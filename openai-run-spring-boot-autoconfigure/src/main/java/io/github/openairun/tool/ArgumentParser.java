package io.github.openairun.tool;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonReadContext;
import tools.jackson.core.json.ReaderBasedJsonParser;
import tools.jackson.core.sym.CharsToNameCanonicalizer;

import io.github.openairun.tool.schema.KnownNames;

/**
 * Reads JSON and notices names that an object has twice.
 * <p>
 * Jackson's own check makes a set for every object; this one remembers the names in an
 * array that the objects of one depth share.
 */
final class ArgumentParser extends ReaderBasedJsonParser {

	private @Nullable List<String> duplicates;

	ArgumentParser(Settings settings, char[] buffer, int length, int firstCheckedDepth) {
		super(settings.context(), settings.io(), settings.streamFeatures(), settings.formatFeatures(), null,
				settings.symbols(), buffer, 0, length, true);
		this._streamReadContext = new Names(this, firstCheckedDepth);
	}

	ArgumentParser(Settings settings, Reader reader, int firstCheckedDepth) {
		super(settings.context(), settings.io(), settings.streamFeatures(), settings.formatFeatures(), reader,
				settings.symbols());
		this._streamReadContext = new Names(this, firstCheckedDepth);
	}

	boolean hasDuplicates() {
		return this.duplicates != null;
	}

	/** The paths of the names that were given twice so far. */
	List<String> duplicates() {
		return (this.duplicates != null) ? this.duplicates : List.of();
	}

	private void duplicate(TokenStreamContext context, String name) {
		if (this.duplicates == null) {
			this.duplicates = new ArrayList<>();
		}
		this.duplicates.add(Paths.join(path(context.getParent()), name));
	}

	private static String path(@Nullable TokenStreamContext context) {
		if (context == null || context.inRoot()) {
			return "";
		}
		String path = path(context.getParent());
		return context.inArray() ? Paths.element(path, context.getCurrentIndex())
				: Paths.join(path, String.valueOf(context.currentName()));
	}

	/**
	 * What every parser is made with.
	 */
	record Settings(ObjectReadContext context, IOContext io, int streamFeatures, int formatFeatures,
			CharsToNameCanonicalizer symbols) {
	}

	private static final class Names extends JsonReadContext implements KnownNames {

		private static final int MAX_ARRAY = 32;

		private final ArgumentParser parser;

		private final int firstCheckedDepth;

		private static final @Nullable String[] NONE = {};

		private @Nullable String[] names = NONE;

		private int count;

		private @Nullable Set<@Nullable String> many;

		Names(ArgumentParser parser, int firstCheckedDepth) {
			super(null, 0, null, TYPE_ROOT, 1, 0);
			this.parser = parser;
			this.firstCheckedDepth = firstCheckedDepth;
		}

		private Names(Names parent, int type, int line, int column) {
			super(parent, parent._nestingDepth + 1, null, type, line, column);
			this.parser = parent.parser;
			this.firstCheckedDepth = parent.firstCheckedDepth;
		}

		@Override
		public JsonReadContext createChildArrayContext(int line, int column) {
			return child(TYPE_ARRAY, line, column);
		}

		@Override
		public JsonReadContext createChildObjectContext(int line, int column) {
			return child(TYPE_OBJECT, line, column);
		}

		private JsonReadContext child(int type, int line, int column) {
			if (this._child == null) {
				this._child = new Names(this, type, line, column);
				return this._child;
			}
			return this._child.reset(type, line, column);
		}

		@Override
		public JsonReadContext reset(int type, int line, int column) {
			this.count = 0;
			this.many = null;
			return super.reset(type, line, column);
		}

		@Override
		public void setCurrentName(String name) {
			super.setCurrentName(name);
			if (name != null && this._nestingDepth >= this.firstCheckedDepth && !remember(name)) {
				this.parser.duplicate(this, name);
			}
		}

		private boolean remember(String name) {
			if (this.many != null) {
				return this.many.add(name);
			}
			if (has(name)) {
				return false;
			}
			if (this.count == MAX_ARRAY) {
				this.many = new HashSet<>(Arrays.asList(this.names));
				return this.many.add(name);
			}
			if (this.count == this.names.length) {
				this.names = Arrays.copyOf(this.names, Math.max(4, this.count * 2));
			}
			this.names[this.count++] = name;
			return true;
		}

		private boolean has(String name) {
			if (this.many != null) {
				return this.many.contains(name);
			}
			for (int i = 0; i < this.count; i++) {
				if (name.equals(this.names[i])) {
					return true;
				}
			}
			return false;
		}

		@Override
		public boolean lastObjectHas(String name) {
			return this._child instanceof Names last && last.has(name);
		}

	}

}
